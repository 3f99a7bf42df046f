//! S3: `s3s-fs` behind a wrapper that gives what it lacks: a refused PUT leaves nothing, `If-None-Match`
//! holds under a race, downloads carry the headers the link asks for, arrivals are told, other origins answered.

mod cors;
mod objects;

pub use objects::Arrival;

use super::policy::{Guard, Policies};
use crate::{function::Bell, template::Bucket};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use objects::Objects;
use s3s::{
    config::{S3Config, StaticConfigProvider},
    service::S3ServiceBuilder,
};
use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{net::TcpListener, sync::Notify};

/// Why the buckets cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// The folder cannot be read or written.
    #[error("the buckets: {0}")]
    Io(#[from] io::Error),
    /// The folder cannot be used for objects.
    #[error("the buckets: {0}")]
    Folder(String),
}

/// Objects that arrived and were not handed on yet.
#[derive(Debug, Clone, Default)]
pub struct Arrivals(Arc<Mutex<Vec<Arrival>>>);

impl Arrivals {
    /// Takes all of them, oldest first.
    #[must_use]
    pub fn take(&self) -> Vec<Arrival> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, arrival: Arrival) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(arrival);
    }
}

/// The buckets of the template in a folder.
#[derive(Clone)]
pub struct Buckets {
    objects: Arc<Objects>,
    buckets: Vec<Bucket>,
}

impl Buckets {
    /// Opens the folder and makes the buckets that are missing. What a kill left half-written is removed.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn open(root: &Path, buckets: &[Bucket], bell: Bell) -> Result<Self, BucketError> {
        for bucket in buckets {
            std::fs::create_dir_all(root.join(&bucket.name))?;
        }
        let objects = Arc::new(Objects::open(root, bell)?);
        let opened = Self { objects, buckets: buckets.to_vec() };
        opened.objects.remove_unfinished(&opened.names())?;
        Ok(opened)
    }

    /// Where the objects are, `<bucket>/<key>` below it.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.objects.root().to_owned()
    }

    /// What arrived.
    #[must_use]
    pub fn arrivals(&self) -> Arrivals {
        self.objects.arrivals()
    }

    /// Tells once more of everything in one bucket: after a kill nobody knows what was told.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn tell_again(&self, bucket: &str) -> Result<(), BucketError> {
        Ok(self.objects.tell_again(bucket)?)
    }

    /// Removes every object.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn clear(&self) -> Result<(), BucketError> {
        drop(self.arrivals().take());
        Ok(self.objects.clear(&self.names())?)
    }

    fn names(&self) -> Vec<String> {
        self.buckets.iter().map(|bucket| bucket.name.clone()).collect()
    }

    /// Serves until `stop`.
    pub async fn serve(self, listener: TcpListener, policies: Arc<Policies>, stop: Arc<Notify>) {
        let guard = Guard(policies);
        let shared = objects::Shared { objects: self.objects.clone(), guard: guard.clone() };
        let mut builder = S3ServiceBuilder::new(shared);
        builder.set_auth(guard.auth());
        builder.set_access(guard);
        // Functions in processes of their own sign by the domain's clock, which may be far ahead.
        let mut config = S3Config::default();
        config.presigned_url_max_skew_time_secs = u32::MAX;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        let service = cors::Service::new(builder.build(), &self.buckets);
        let server = Builder::new(TokioExecutor::new());
        loop {
            let stream = tokio::select! {
                accepted = listener.accept() => accepted,
                () = stop.notified() => return,
            };
            let Ok((stream, _)) = stream else { continue };
            let connection = server.serve_connection(TokioIo::new(stream), service.clone()).into_owned();
            tokio::spawn(async move { drop(connection.await) });
        }
    }
}
