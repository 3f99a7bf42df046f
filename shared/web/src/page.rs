//! The page that explains a problem code: what `type` of a problem leads to.

use domain::Locale;

use crate::{problem, texts};

/// A self-contained page about a code, with its media type `text/html`; `None` when there is no such code.
#[must_use]
pub fn problem_page(code: &str, locale: Locale) -> Option<String> {
    let code = problem::code(code)?;
    let label = |id: &str| escape(&texts::label(id, locale));
    Some(format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – {page}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"code\"><code>{code}</code> · HTTP {status}</p>\n<h1>{title}</h1>\n<p>{advice}</p>\n\
         <p><a href=\"/openapi.json\">{contract}</a></p>\n</main>\n</body>\n</html>\n",
        language = locale.tag(),
        title = escape(&texts::title(code, locale)),
        page = label("page-name"),
        code = code.as_str(),
        status = problem::status(code).as_u16(),
        advice = escape(&texts::advice(problem::status(code).as_u16(), locale)),
        contract = label("page-contract"),
    ))
}

const STYLE: &str = "body{font:1.125rem/1.5 system-ui,sans-serif;color:#0b0c0c;background:#fff;margin:0}\
main{max-width:40rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.75rem;line-height:1.25;margin:.5rem 0 1rem}\
.code{color:#505a5f}a{color:#1d70b8}a:focus{outline:3px solid #ffdd00;color:#0b0c0c}\
@media(prefers-color-scheme:dark){body{color:#f3f2f1;background:#121212}.code{color:#b1b4b6}a{color:#8ec4f2}}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Code;

    #[test]
    fn every_code_has_a_page_and_nothing_else_has() {
        for code in Code::ALL {
            for locale in [Locale::En, Locale::De] {
                let page = problem_page(code.as_str(), locale).unwrap();
                assert!(page.contains(code.as_str()) && page.contains("<h1>"));
                assert!(page.contains(&format!("lang=\"{}\"", locale.tag())));
                assert!(!page.contains("advice-") && !page.contains("page-") && !page.contains("<script"));
            }
        }
        for unknown in ["", "nothing", "<script>", "name_required/"] {
            assert_eq!(problem_page(unknown, Locale::En), None);
        }
    }
}
