//! Where the issuer of a domain is.

use http::Uri;

use crate::SettingsFault;

/// Stands for the domain.
const DOMAIN: &str = "{domain}";

/// `https://login.example/{domain}/v2.0`: the host is the operator's word, the domain a segment of the path.
#[derive(Debug)]
pub(crate) struct Template {
    before: String,
    after: String,
}

impl Template {
    /// Reads a template. The domain comes from whoever makes a claim: it may not choose whom we talk to.
    pub(crate) fn parse(text: &str) -> Result<Self, SettingsFault> {
        let fault = |why: &str| SettingsFault::Template(why.to_owned());
        let text = text.trim().trim_end_matches('/');
        let (before, after) = text.split_once(DOMAIN).ok_or_else(|| fault("{domain} is missing"))?;
        if !before.ends_with('/') || !(after.is_empty() || after.starts_with('/')) || after.contains(DOMAIN) {
            return Err(fault("{domain} must be one segment of the path"));
        }
        let uri: Uri =
            format!("{before}domain{after}").parse().map_err(|_| fault("it is no address of the web"))?;
        if uri.scheme_str() != Some("https") {
            return Err(fault("it must begin with https://"));
        }
        // A host name, not an address: names are looked up, and what they lead to is checked.
        let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        let host = uri.host().unwrap_or_default();
        if authority.contains('@') || host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok() {
            return Err(fault("its host must be a name"));
        }
        if before.matches('/').count() < 3 || uri.query().is_some() {
            return Err(fault("{domain} must be one segment of the path"));
        }
        Ok(Self { before: before.to_owned(), after: after.to_owned() })
    }

    /// Where the issuer of a host name in its normal form describes itself.
    pub(crate) fn configuration_of(&self, domain: &str) -> String {
        format!("{}{domain}{}/.well-known/openid-configuration", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_a_segment_of_the_path_of_a_named_host() {
        for (template, url) in [
            (
                "https://login.example/{domain}/v2.0",
                "https://login.example/a.example/v2.0/.well-known/openid-configuration",
            ),
            (
                " https://login.example:8443/t/{domain}/ ",
                "https://login.example:8443/t/a.example/.well-known/openid-configuration",
            ),
        ] {
            assert_eq!(Template::parse(template).unwrap().configuration_of("a.example"), url);
        }
        for bad in [
            "",
            "https://login.example/v2.0",
            "http://login.example/{domain}",
            "https://{domain}/v2.0",
            "https://{domain}",
            "https://login.{domain}/v2.0",
            "https://login.example/?of={domain}",
            "https://login.example/{domain}?x=1",
            "https://login.example/t-{domain}/v2.0",
            "https://login.example/{domain}/{domain}",
            "https://somebody@login.example/{domain}",
            "https://127.0.0.1/{domain}",
            "https://[::1]/{domain}",
            "login.example/{domain}",
            "/{domain}",
        ] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }
}
