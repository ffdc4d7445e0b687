//! The body of a success as a stream.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use crate::deadline::{Passed, Timer};
use crate::runtime::ByteStream;

/// The body of a success, returned while it arrives. An operation returns this type if the
/// document does not say that the body is JSON or a text, or if the body may be of several
/// kinds.
///
/// It is also a [`Stream`] of chunks. The call has already succeeded. If the connection then
/// fails, or a chunk takes longer than an attempt may take, the result is a [`BodyError`].
pub struct Body {
    stream: reqwest::Body,
    /// The part that arrived but was not returned yet.
    rest: Option<Bytes>,
    chunk_limit: Duration,
    /// The timer of the next chunk, while the caller waits for it.
    awaited: Option<Timer>,
}

impl Body {
    /// Returns the next chunk. `None` at the end.
    ///
    /// # Errors
    /// If the connection fails, or the chunk does not arrive in time.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Reads the body up to a number of bytes. [`chunk`](Self::chunk) then returns the rest.
    /// If it returns `None`, the body had no more bytes.
    ///
    /// # Errors
    /// If the connection fails, or a chunk does not arrive in time.
    pub async fn bytes_up_to(&mut self, limit_bytes: usize) -> Result<Vec<u8>, BodyError> {
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

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Some(rest) = self.rest.take() {
            return Poll::Ready(Some(Ok(rest)));
        }
        while let Poll::Ready(frame) = Pin::new(&mut self.stream).poll_frame(context) {
            self.awaited = None;
            match frame.map(|frame| frame.map(http_body::Frame::into_data)) {
                Some(Ok(Ok(chunk))) => return Poll::Ready(Some(Ok(chunk))),
                // Trailers.
                Some(Ok(Err(_))) => {}
                Some(Err(lost)) => return Poll::Ready(Some(Err(BodyError::lost(lost)))),
                None => return Poll::Ready(None),
            }
        }
        let limit = self.chunk_limit;
        let timer = self.awaited.get_or_insert_with(|| Timer::after(limit));
        ready!(timer.poll(context));
        self.awaited = None;
        let passed = Passed::of("the time limit of a chunk", limit);
        Poll::Ready(Some(Err(BodyError::late(passed))))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

/// The body of a success did not arrive completely.
#[derive(Debug)]
pub struct BodyError {
    source: Box<dyn Error + Send + Sync>,
    is_timeout: bool,
}

impl BodyError {
    fn lost(source: reqwest::Error) -> Self {
        Self {
            is_timeout: source.is_timeout(),
            source: Box::new(source),
        }
    }

    fn late(limit: Passed) -> Self {
        Self {
            source: Box::new(limit),
            is_timeout: true,
        }
    }

    /// Whether the next chunk took too long.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.is_timeout {
            true => "the rest of the body did not arrive in time",
            false => "the connection failed before the end of the body",
        })
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// Converts what progenitor returns into what the caller gets.
pub(crate) trait Handed<T> {
    /// `chunk_limit`: how long each chunk of a stream may take.
    fn handed(value: T, chunk_limit: Duration) -> Self;
}

impl<T> Handed<T> for T {
    fn handed(value: T, _: Duration) -> Self {
        value
    }
}

impl Handed<ByteStream> for Body {
    fn handed(stream: ByteStream, chunk_limit: Duration) -> Self {
        Self {
            stream: stream.0,
            rest: None,
            chunk_limit,
            awaited: None,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}
