//! The folder under `--data`: who holds it, and small files that survive a kill at any moment.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// Another process works in it.
    #[error("{} is in use by another process", .0.display())]
    InUse(PathBuf),
    /// It cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// The folder, held by this process alone until it is dropped.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    throw_away: bool,
    _lock: File,
}

impl DataFolder {
    /// Takes a folder, made if it is missing. `throw_away` removes it at the end.
    ///
    /// # Errors
    /// Another process holds it, or it cannot be written.
    pub fn take(root: PathBuf, throw_away: bool) -> Result<Self, DataError> {
        let io = |error| DataError::Io { path: root.clone(), error };
        fs::create_dir_all(&root).map_err(io)?;
        let lock = File::create(root.join("lock")).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { root, throw_away, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(root)),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path in it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        if self.throw_away {
            drop(fs::remove_dir_all(&self.root));
        }
    }
}

/// What a JSON file holds; `None` if there is no such file.
///
/// # Errors
/// It cannot be read, or holds something else.
pub fn read<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a JSON file in place as a whole: after a kill there is the old one or the new one.
///
/// # Errors
/// It cannot be written.
pub fn write<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    replace(path, &serde_json::to_vec(value)?)
}

/// The same with a file of any kind.
///
/// # Errors
/// It cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = path.with_extension("new");
    fs::write(&aside, bytes)?;
    fs::rename(aside, path)
}

/// Adds a line to a file of JSON lines.
///
/// # Errors
/// It cannot be written.
pub fn append<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    File::options().append(true).create(true).open(path)?.write_all(&line)
}

/// The lines of such a file; a last line that a kill cut short is left out.
///
/// # Errors
/// It cannot be read.
pub fn lines<T: DeserializeOwned>(path: &Path) -> io::Result<Vec<T>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    Ok(text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

/// Keys that are made once for a folder, so that tokens, links and receipts stay good over restarts and resets.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Keys {
    /// Signs the tokens of the personas: PKCS #8, base64.
    pub token_key: String,
    /// `LINK_KEYS` as the functions get it.
    pub link_keys: String,
    /// `RECEIPT_KEYS` as the functions get it; missing in folders from before there were receipts.
    #[serde(default)]
    pub receipt_keys: String,
}

impl Keys {
    /// The keys of this folder, made if there are none.
    ///
    /// # Errors
    /// They cannot be read or written.
    pub fn of(folder: &DataFolder, entropy: &dyn app::Entropy) -> Result<Self, DataError> {
        let path = folder.path("keys.json");
        let io = |error| DataError::Io { path: path.clone(), error };
        let fresh = || [entropy.bytes(), entropy.bytes()].concat();
        let mut keys = match read(&path).map_err(io)? {
            Some(keys) => keys,
            None => Self {
                token_key: STANDARD
                    .encode(crate::gateway::jwt::new_key().map_err(|e| io(io::Error::other(e)))?),
                link_keys: format!("local:{}", STANDARD.encode(fresh())),
                receipt_keys: String::new(),
            },
        };
        if keys.receipt_keys.is_empty() {
            keys.receipt_keys = format!("local:{}", URL_SAFE_NO_PAD.encode(fresh()));
            write(&path, &keys).map_err(io)?;
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_holder() {
        let root = std::env::temp_dir().join(format!("assent-hold-{}", std::process::id()));
        let first = DataFolder::take(root.clone(), true).unwrap();
        assert!(matches!(DataFolder::take(root.clone(), false), Err(DataError::InUse(_))));
        drop(first);
        assert!(!root.exists());
    }

    #[test]
    fn keys_are_made_once_and_a_new_kind_joins_the_others() {
        let root = std::env::temp_dir().join(format!("assent-keys-{}", std::process::id()));
        let folder = DataFolder::take(root, true).unwrap();
        let made = Keys::of(&folder, &crate::clock::SystemEntropy).unwrap();
        let (token_key, link_keys) = (&made.token_key, &made.link_keys);
        let before = serde_json::json!({ "token_key": token_key, "link_keys": link_keys });
        write(&folder.path("keys.json"), &before).unwrap();
        let joined = Keys::of(&folder, &crate::clock::SystemEntropy).unwrap();
        assert_eq!((&joined.token_key, &joined.link_keys), (token_key, link_keys));
        assert_ne!(joined.receipt_keys, made.receipt_keys);
        assert_eq!(
            Keys::of(&folder, &crate::clock::SystemEntropy).unwrap().receipt_keys,
            joined.receipt_keys
        );
    }

    #[test]
    fn a_line_cut_short_is_left_out() {
        let path = std::env::temp_dir().join(format!("assent-lines-{}", std::process::id()));
        append(&path, &1).unwrap();
        append(&path, &2).unwrap();
        File::options().append(true).open(&path).unwrap().write_all(b"{\"cut").unwrap();
        assert_eq!(lines::<i32>(&path).unwrap(), [1, 2]);
        fs::remove_file(path).unwrap();
    }
}
