//! How a client waits.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Waits. Tests replace it, so that they do not have to wait.
#[derive(Clone)]
pub(crate) struct Sleeper(Arc<dyn Fn(Duration) -> Sleep + Send + Sync>);

pub(crate) type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Sleeper {
    pub(crate) fn new<F, S>(sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        Self(Arc::new(move |wait| Box::pin(sleep(wait))))
    }

    pub(crate) fn sleep(&self, wait: Duration) -> Sleep {
        (self.0)(wait)
    }
}

impl Default for Sleeper {
    fn default() -> Self {
        Self::new(tokio::time::sleep)
    }
}
