//! Which function answers a request, as an HTTP API decides it.

use crate::template::{Authorizer, Route, Template};

/// The routes, the most specific first.
#[derive(Debug, Clone)]
pub struct Routes(Vec<Entry>);

#[derive(Debug, Clone)]
struct Entry {
    route: Route,
    segments: Vec<Segment>,
    folder: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Fixed(String),
    Parameter(String),
    Rest(String),
}

/// The route a request takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// `POST /v1/claims`, or `$default`.
    pub route_key: String,
    /// The function's folder.
    pub folder: &'a str,
    /// Who checks the caller.
    pub authorizer: Authorizer,
    /// What stands in the path for the route's names, decoded.
    pub parameters: Vec<(String, String)>,
}

impl Routes {
    /// All routes of a template.
    #[must_use]
    pub fn of(template: &Template) -> Self {
        let entry = |(route, folder): (&Route, &str)| Entry {
            segments: route.path.split('/').skip(1).map(segment).collect(),
            route: route.clone(),
            folder: folder.to_owned(),
        };
        let mut entries: Vec<Entry> = template.routes().map(entry).collect();
        // The order of Segment: fixed words before parameters before the rest; a method before ANY.
        entries.sort_by_cached_key(|entry| {
            let kinds: Vec<u8> = entry.segments.iter().map(weight).collect();
            (entry.route.path == "$default", kinds, entry.route.method == "ANY")
        });
        Self(entries)
    }

    /// The route for a method and a raw path. `HEAD` does not take a route of `GET`.
    #[must_use]
    pub fn find(&self, method: &str, raw_path: &str) -> Option<Match<'_>> {
        let path: Vec<&str> = raw_path.split('/').skip(1).collect();
        self.0.iter().find_map(|entry| {
            let Entry { route, segments, folder } = entry;
            if route.path == "$default" {
                let parameters = Vec::new();
                let route_key = "$default".to_owned();
                return Some(Match { route_key, folder, authorizer: route.authorizer, parameters });
            }
            if route.method != "ANY" && route.method != method {
                return None;
            }
            let parameters = parameters(segments, &path)?;
            let route_key = format!("{} {}", route.method, route.path);
            Some(Match { route_key, folder, authorizer: route.authorizer, parameters })
        })
    }
}

fn segment(text: &str) -> Segment {
    match text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        Some(name) => match name.strip_suffix('+') {
            Some(name) => Segment::Rest(name.into()),
            None => Segment::Parameter(name.into()),
        },
        None => Segment::Fixed(text.into()),
    }
}

fn weight(segment: &Segment) -> u8 {
    match segment {
        Segment::Fixed(_) => 0,
        Segment::Parameter(_) => 1,
        Segment::Rest(_) => 2,
    }
}

fn parameters(segments: &[Segment], path: &[&str]) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        match (segment, path.get(at)) {
            (Segment::Fixed(word), Some(given)) if word == given => {}
            (Segment::Parameter(name), Some(given)) if !given.is_empty() => {
                found.push((name.clone(), decode(given)));
            }
            (Segment::Rest(name), Some(_)) => {
                found.push((name.clone(), decode(&path[at..].join("/"))));
                return Some(found);
            }
            _ => return None,
        }
    }
    (segments.len() == path.len()).then_some(found)
}

/// Percent-decoding of a path, where `+`, `&` and `=` are letters like others.
fn decode(text: &str) -> String {
    let text = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(text.as_bytes()).next().map_or_else(String::new, |(word, _)| word.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::without_secrets;

    fn routes() -> Routes {
        let template = include_str!("../../../template.yaml");
        Routes::of(&Template::parse(template, &without_secrets()).unwrap())
    }

    #[test]
    fn the_most_specific_route_wins() {
        let routes = routes();
        let key = |method, path| routes.find(method, path).unwrap().route_key;
        assert_eq!(key("POST", "/v1/claims"), "POST /v1/claims");
        assert_eq!(key("POST", "/v1/claims/clm_1/submit"), "POST /v1/claims/{id}/submit");
        assert_eq!(key("GET", "/v1/claims/clm_1"), "GET /v1/claims/{id}");
        assert_eq!(key("DELETE", "/v1/claims"), "$default");
        assert_eq!(key("GET", "/v1/claims/"), "$default");
        assert_eq!(key("GET", "/nowhere"), "$default");
    }

    #[test]
    fn the_rest_of_a_path_is_taken_where_nothing_else_fits() {
        let routes = routes();
        let key = |method, path| routes.find(method, path).unwrap().route_key;
        assert_eq!(key("GET", "/console/claims/clm_1"), "GET /console/claims/{id}");
        assert_eq!(key("GET", "/console/nowhere"), "GET /console/{proxy+}");
        assert_eq!(key("POST", "/console/nowhere"), "$default");
        let found = routes.find("GET", "/console/claims/clm_1/no%20page").unwrap();
        assert_eq!(found.parameters, [("proxy".to_owned(), "claims/clm_1/no page".to_owned())]);
    }

    #[test]
    fn head_takes_no_route_of_get() {
        let routes = routes();
        assert_eq!(routes.find("HEAD", "/v1/claims").unwrap().route_key, "$default");
        assert_eq!(routes.find("HEAD", "/c/abc").unwrap().route_key, "HEAD /c/{token}");
    }

    #[test]
    fn parameters_are_decoded_and_public_routes_known() {
        let routes = routes();
        let found = routes.find("GET", "/v1/claims/a%2Fb+c%3D1").unwrap();
        assert_eq!(found.parameters, [("id".to_owned(), "a/b+c=1".to_owned())]);
        assert_eq!(found.authorizer, Authorizer::Jwt);
        assert_eq!(routes.find("GET", "/healthz").unwrap().authorizer, Authorizer::None);
    }
}
