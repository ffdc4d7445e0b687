//! The body of a success that is handed over while it comes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use progenitor_client::ByteStream;

/// The body of a success, as it comes: the document does not say that it is JSON or a
/// text, or it may be of several kinds.
///
/// It is a [`Stream`] of chunks too. A connection that fails on the way is an error of
/// its own; the call had succeeded.
pub struct Body {
    stream: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>,
    /// What came and was not wanted yet.
    rest: Option<Bytes>,
}

impl Body {
    /// The next chunk; none at the end.
    ///
    /// # Errors
    /// If the connection fails.
    pub async fn chunk(&mut self) -> reqwest::Result<Option<Bytes>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// What comes, up to so many bytes. The rest is what [`chunk`](Self::chunk) gives
    /// then; if that is none, this was all of it.
    ///
    /// # Errors
    /// If the connection fails.
    pub async fn bytes_up_to(&mut self, limit_bytes: usize) -> reqwest::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        while bytes.len() < limit_bytes {
            let Some(mut chunk) = self.chunk().await? else {
                break;
            };
            let room = limit_bytes - bytes.len();
            if chunk.len() > room {
                self.rest = Some(chunk.split_off(room));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<reqwest::Result<Bytes>>> {
        match self.rest.take() {
            Some(rest) => Poll::Ready(Some(Ok(rest))),
            None => self.stream.as_mut().poll_next(context),
        }
    }
}

impl Stream for Body {
    type Item = reqwest::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

/// What callers get of what progenitor gives.
pub(crate) trait Handed<T> {
    fn handed(value: T) -> Self;
}

impl<T> Handed<T> for T {
    fn handed(value: T) -> Self {
        value
    }
}

impl Handed<ByteStream> for Body {
    fn handed(stream: ByteStream) -> Self {
        Self {
            stream: stream.into_inner(),
            rest: None,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}
