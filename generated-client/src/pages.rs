//! Responses that the service sends in pages.

#![allow(dead_code, reason = "not every document has such responses")]

use std::fmt;

use reqwest::Url;
use serde::de::DeserializeOwned;

use crate::{Client, Error, Operation, Response};

/// The pages of a response, one by one.
///
/// Each page is requested like the first one: with the same credential and the same
/// [`Retries`](crate::Retries). The URL of a page comes from the page before it. If the URL
/// does not have the origin of the service root, or has a user name, the result is an error
/// and nothing is sent.
///
/// ```text
/// let first = client.list_things().await?;
/// let mut pages = client.list_things_pages(first);
/// while let Some(page) = pages.next().await? {
///     println!("{:?}", page.inner());
/// }
/// ```
pub struct Pages<T> {
    client: Client,
    operation: &'static Operation,
    link: fn(&T) -> Option<&str>,
    next: Next<T>,
}

enum Next<T> {
    First(Box<Response<T>>),
    At(String),
    None,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(crate) fn of(
        client: &Client,
        operation: &'static Operation,
        first: Response<T>,
        link: fn(&T) -> Option<&str>,
    ) -> Self {
        Self {
            client: client.clone(),
            operation,
            link,
            next: Next::First(Box::new(first)),
        }
    }

    /// Returns the next page. The first one is the page that was passed in. `None` after the
    /// last page.
    ///
    /// # Errors
    /// The error of the call. If you call this again after an error, the client requests the
    /// same page again.
    pub async fn next(&mut self) -> Result<Option<Response<T>>, Error> {
        let page = match &self.next {
            Next::None => return Ok(None),
            Next::At(link) => {
                let url = self.beside_the_others(link)?;
                let page = self.client.follow(self.operation, url).await?;
                if (self.link)(page.inner()) == Some(link) {
                    return Err(Error::InvalidArgument {
                        message: format!("the page at `{link}` names itself as the next one"),
                    });
                }
                page
            }
            Next::First(_) => match std::mem::replace(&mut self.next, Next::None) {
                Next::First(first) => *first,
                _ => return Ok(None),
            },
        };
        self.next = match (self.link)(page.inner()).filter(|link| !link.is_empty()) {
            Some(link) => Next::At(link.to_owned()),
            None => Next::None,
        };
        Ok(Some(page))
    }

    /// The URL of a page, if the client may send its token there.
    fn beside_the_others(&self, link: &str) -> Result<Url, Error> {
        let root = self.client.service_root();
        let refused = |why: &str| Error::InvalidArgument {
            message: format!("the next page is not asked for: its link {link:?} {why}"),
        };
        let root =
            Url::parse(root).map_err(|_| refused("cannot be compared with the service root"))?;
        let url = root.join(link).map_err(|_| refused("is no URL"))?;
        match url.origin() == root.origin() && url.username().is_empty() {
            true => Ok(url),
            false => Err(refused(&format!(
                "leads away from {}",
                root.origin().ascii_serialization()
            ))),
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let next = match &self.next {
            Next::First(_) => "the first",
            Next::At(link) => link,
            Next::None => "none",
        };
        f.debug_struct("Pages")
            .field("operation", &self.operation.id)
            .field("next", &next)
            .finish_non_exhaustive()
    }
}

/// A link. Its property may be optional, or nullable, or both.
pub(crate) trait Link {
    fn link(&self) -> Option<&str>;
}

impl Link for String {
    fn link(&self) -> Option<&str> {
        Some(self)
    }
}

impl<L: Link> Link for Option<L> {
    fn link(&self) -> Option<&str> {
        self.as_ref()?.link()
    }
}
