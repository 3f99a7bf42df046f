//! Configuration from the environment: read once, every mistake named together.

use std::{collections::BTreeMap, sync::Arc};

use domain::{Catalogue, catalogue};

/// A variable that `template.yaml` sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// Name of the claims table
    Table,
    /// Bucket that uploads arrive in
    IncomingBucket,
    /// Bucket that checked proof is kept in
    ProofBucket,
    /// Name of the event bus
    EventBus,
    /// Public origin of the API and of the consent pages, without a slash at the end
    BaseUrl,
    /// Sender of mails, `Name <address>`
    MailFrom,
    /// SES configuration set whose events reach track-mail
    MailConfigurationSet,
    /// Keys of consent links and cursors, `id:base64[,id:base64]`, the current one first, 32 bytes each
    LinkKeys,
    /// Keys of receipts, `id:base64url[,id:base64url]`, the current one first, seeds of 32 bytes
    ReceiptKeys,
    /// Who scans files: `builtin` or `guardduty`
    Scanner,
    /// The OIDC provider that people of the console sign in with
    OidcIssuer,
    /// The console as that provider knows it
    OidcClient,
}

impl Variable {
    /// Every variable.
    pub const ALL: [Self; 12] = [
        Self::Table,
        Self::IncomingBucket,
        Self::ProofBucket,
        Self::EventBus,
        Self::BaseUrl,
        Self::MailFrom,
        Self::MailConfigurationSet,
        Self::LinkKeys,
        Self::ReceiptKeys,
        Self::Scanner,
        Self::OidcIssuer,
        Self::OidcClient,
    ];

    /// Its name in the environment.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "TABLE",
            Self::IncomingBucket => "INCOMING_BUCKET",
            Self::ProofBucket => "PROOF_BUCKET",
            Self::EventBus => "EVENT_BUS",
            Self::BaseUrl => "BASE_URL",
            Self::MailFrom => "MAIL_FROM",
            Self::MailConfigurationSet => "MAIL_CONFIGURATION_SET",
            Self::LinkKeys => "LINK_KEYS",
            Self::ReceiptKeys => "RECEIPT_KEYS",
            Self::Scanner => "SCANNER",
            Self::OidcIssuer => "OIDC_ISSUER",
            Self::OidcClient => "OIDC_CLIENT",
        }
    }
}

/// The optional variable that replaces the built-in programme: JSON of [`domain::catalogue::Programme`].
pub const PROGRAMME: &str = "PROGRAMME";

/// The optional variable that names an identity provider which knows tenants by their domains, e.g.
/// `https://login.example/{domain}/v2.0`; without it only imported customers are found by their domains.
pub const DIRECTORY_ISSUER: &str = "DIRECTORY_ISSUER";

/// What a function was configured with.
#[derive(Debug, Clone)]
pub struct Config {
    values: BTreeMap<Variable, String>,
    /// The programme's rules as the build brings them
    pub catalogue: Arc<Catalogue>,
    /// Who else knows tenants by their domains
    pub directory_issuer: Option<String>,
}

/// Everything that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("configuration: {}", .0.join("; "))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads every variable there is and asks for those that `needs` names.
    pub fn load(lookup: impl Fn(&str) -> Option<String>, needs: &[Variable]) -> Result<Self, ConfigError> {
        let given = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let values: BTreeMap<Variable, String> = Variable::ALL
            .into_iter()
            .filter_map(|variable| given(variable.name()).map(|value| (variable, value)))
            .collect();
        let mut faults: Vec<String> = needs
            .iter()
            .filter(|variable| !values.contains_key(variable))
            .map(|variable| format!("{} is not set", variable.name()))
            .collect();
        let built_in = Catalogue::read(catalogue::BUILT_IN);
        let catalogue = match given(PROGRAMME) {
            Some(json) => built_in.and_then(|catalogue| catalogue.with_programme(&json)),
            None => built_in,
        };
        match catalogue {
            Ok(catalogue) if faults.is_empty() => {
                Ok(Self { values, catalogue: Arc::new(catalogue), directory_issuer: given(DIRECTORY_ISSUER) })
            }
            Ok(_) => Err(ConfigError(faults)),
            Err(fault) => {
                faults.push(format!("{PROGRAMME}: {fault}"));
                Err(ConfigError(faults))
            }
        }
    }

    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> Result<&str, ConfigError> {
        let value = self.values.get(&variable).map(String::as_str);
        value.ok_or_else(|| ConfigError(vec![format!("{} is not set", variable.name())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_named_at_once() {
        let lookup = |name: &str| match name {
            "TABLE" => Some("assent".into()),
            "BASE_URL" => Some("  ".into()),
            "PROGRAMME" => Some("{}".into()),
            _ => None,
        };
        let fault =
            Config::load(lookup, &[Variable::Table, Variable::BaseUrl, Variable::LinkKeys]).unwrap_err();
        assert_eq!(fault.0.len(), 3, "{fault}");
        assert!(
            fault.0[0].contains("BASE_URL")
                && fault.0[1].contains("LINK_KEYS")
                && fault.0[2].contains("PROGRAMME")
        );
    }

    #[test]
    fn the_programme_can_be_replaced() {
        let json = r#"{"name":{"en":"P","de":"P"},"vendor":"V","privacyContact":"p@v.example","staff":{"reviewLead":"l@v.example","programmeManager":"m@v.example"},"timeZone":"UTC","weekend":[7],"holidays":[]}"#;
        let config = Config::load(|name| (name == "PROGRAMME").then(|| json.into()), &[]).unwrap();
        assert_eq!(config.catalogue.programme.vendor, "V");
        assert!(config.catalogue.newest("modern-work-usage").is_some());
        assert!(config.get(Variable::Table).is_err());
    }
}
