//! Who may do what: the policies of the functions in `template.yaml`, held in front of every endpoint.
//!
//! The access key of a request names the function that signed it. What a policy does not allow is refused in the
//! service's own form, and told in the log; what it does allow is remembered, so that a right that nothing needs is found.

mod access;
mod dynamodb;
mod front;
mod messages;
mod s3;
mod statement;

pub use access::{Access, Refusal};
pub use statement::Statement;

pub(crate) use dynamodb::DynamoDb;
pub(crate) use front::guarded;
pub(crate) use messages::{EventBridge, Ses};
pub(super) use s3::Guard;

use super::ACCESS_KEY;
use statement::{Match, Part};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The account everything here belongs to.
pub(crate) const ACCOUNT: &str = "000000000000";

/// The ARN of a resource here; `region` is empty for those of a global name.
pub(crate) fn arn(service: &str, region: &str, resource: &str) -> String {
    let account = if region.is_empty() { "" } else { ACCOUNT };
    format!("arn:aws:{service}:{region}:{account}:{resource}")
}

/// The roles of all functions, by the access key that names them.
#[derive(Debug, Default)]
pub struct Policies {
    roles: BTreeMap<String, Role>,
    refused: Mutex<BTreeSet<String>>,
}

/// What one function may do, and which parts of it something needed: `(statement, part)`.
#[derive(Debug)]
struct Role {
    statements: Vec<Statement>,
    needed: Mutex<BTreeSet<(usize, Part)>>,
}

impl Policies {
    /// The roles with these statements, by folder of the function.
    pub fn new(roles: impl IntoIterator<Item = (String, Vec<Statement>)>) -> Self {
        let role = |(function, statements)| (function, Role { statements, needed: Mutex::default() });
        Self { roles: roles.into_iter().map(role).collect(), refused: Mutex::default() }
    }

    /// The access keys that are known: one of each function, and the one that may do everything.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str).chain([ACCESS_KEY])
    }

    /// Whether the holder of a key may do all of this.
    ///
    /// # Errors
    /// The key is not known, or its role does not allow one of them.
    pub fn check(&self, key: &str, accesses: &[Access]) -> Result<(), Refusal> {
        let Some(role) = self.role(key)? else { return Ok(()) };
        for access in accesses {
            role.allows(access).map_err(|explicit| {
                let (action, resource) = (&access.action, &access.resource);
                tracing::error!(function = key, action, resource, "policy.refused");
                held(&self.refused).insert(format!("{key}: {action} on {resource}"));
                Refusal::denied(key, access, explicit)
            })?;
        }
        Ok(())
    }

    /// Whether the holder of a key would be told whether a thing exists. Nothing is refused by it.
    pub(super) fn may(&self, key: &str, access: &Access) -> bool {
        self.role(key).is_ok_and(|role| role.is_none_or(|role| role.allows(access).is_ok()))
    }

    fn role(&self, key: &str) -> Result<Option<&Role>, Refusal> {
        match self.roles.get(key) {
            None if key == ACCESS_KEY => Ok(None),
            None => Err(Refusal::UnknownKey),
            role => Ok(role),
        }
    }

    /// What was refused so far: `function: action on resource`.
    #[must_use]
    pub fn refused(&self) -> Vec<String> {
        held(&self.refused).iter().cloned().collect()
    }

    /// The rights that no call so far needed: those without which every one of them would have been allowed just as well.
    #[must_use]
    pub fn unneeded(&self) -> Vec<String> {
        let mut unneeded = Vec::new();
        for (function, role) in &self.roles {
            let needed = held(&role.needed);
            for (index, statement) in role.statements.iter().enumerate() {
                let idle = statement.rights().filter(|(part, _)| !needed.contains(&(index, *part)));
                unneeded.extend(idle.map(|(_, right)| format!("{function}: {right}")));
            }
        }
        unneeded
    }
}

impl Role {
    /// An error says whether a statement forbids it.
    fn allows(&self, access: &Access) -> Result<(), bool> {
        let mut allowed: Vec<(usize, Match)> = Vec::new();
        for (index, statement) in self.statements.iter().enumerate() {
            let Some(found) = statement.applies(access) else { continue };
            if statement.denies() {
                return Err(true);
            }
            allowed.push((index, found));
        }
        match allowed.as_slice() {
            [] => Err(false),
            // Where two allow the same, neither is needed.
            [(index, found)] => {
                held(&self.needed).extend(found.alone().map(|part| (*index, part)));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
