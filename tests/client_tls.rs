//! Certificates and proxies: what stays so until a setting changes is not tried again, and
//! the error names the setting.

use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use intune_recover_passcode::{
    Client, ClientBuilder, Cloud, Credential, DeviceCode, Error, OPERATIONS, Outcome, Token,
    TokenRequest,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::StatusCode;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tests::{TOKEN, arguments, call};

use crate::raw_server::{NO_CONTENT, answer, start};

async fn request(builder: ClientBuilder) -> Result<StatusCode, Error> {
    let builder = builder.sleep_with(|_| std::future::ready(()));
    let client = builder
        .token(Token::new(TOKEN).expect("a token"))
        .build()
        .expect("a client");
    let operation = &OPERATIONS[0];
    call(&client, operation, &arguments(operation)).await
}

/// A server for `localhost` whose certificate is from a CA of its own: where it is, that
/// CA, and how many have connected.
fn private() -> (String, String, Arc<AtomicUsize>) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"));
    let ca = ca.expect("a CA");
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new(["localhost".to_owned()])
        .and_then(|params| params.signed_by(&key, &ca))
        .expect("a certificate");
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        );
    let config = Arc::new(config.expect("a configuration"));
    let connected = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connected);
    let address = start(move |stream: TcpStream| {
        count.fetch_add(1, Ordering::SeqCst);
        let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
        answer(StreamOwned::new(connection, stream), NO_CONTENT);
    });
    let root = format!("https://localhost:{}/v1.0", address.port());
    (root, ca.pem(), connected)
}

#[tokio::test]
async fn a_private_ca_is_trusted_when_the_http_settings_have_it() {
    let (root, ca, _) = private();
    let ca = reqwest::Certificate::from_pem(ca.as_bytes()).expect("a certificate");
    let settings = reqwest::Client::builder().tls_certs_merge([ca]);
    let answered = request(Client::builder().service_root(root).http(settings)).await;
    assert_eq!(answered.expect("success"), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_not_tried_again_and_names_the_setting() {
    let (root, _, connected) = private();
    let error = request(Client::builder().service_root(root)).await;
    let error = error.expect_err("nobody knows the CA");
    assert!(error.is_connect());
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.attempts().len(), 1, "{error:?}");
    assert_eq!(connected.load(Ordering::SeqCst), 1);
    let message = error.to_string();
    for named in ["private CA", "`tls_certs_merge`", "`SSL_CERT_FILE`"] {
        assert!(message.contains(named), "{message}");
    }
}

#[tokio::test]
async fn a_sign_in_names_its_own_settings() {
    let (root, _, connected) = private();
    let authority = root.trim_end_matches("/v1.0");
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", "an-app", |_| {})
        .and_then(|credential| credential.authority(authority))
        .expect("a sign-in");
    let error = credential.token(TokenRequest::default()).await;
    let message = error.expect_err("nobody knows the CA").to_string();
    for named in ["private CA", "`tls_certs_merge`", "`DeviceCode::http`"] {
        assert!(message.contains(named), "{message}");
    }
    assert_eq!(connected.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_not_tried_again_and_names_the_setting() {
    for status in ["407 Proxy Authentication Required", "403 Forbidden"] {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let proxy = start(move |stream| {
            count.fetch_add(1, Ordering::SeqCst);
            answer(
                stream,
                &format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"),
            );
        });
        // Loopback is never reached through a proxy.
        let proxy = reqwest::Proxy::all(format!("http://{proxy}")).expect("a proxy");
        let settings = reqwest::Client::builder().proxy(proxy);
        let error = request(Client::builder().http(settings)).await;
        let error = error.expect_err("the proxy refuses");
        assert!(error.is_connect(), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(error.attempts().len(), 1);
        assert_eq!(asked.load(Ordering::SeqCst), 1, "{status}");
        let message = error.to_string();
        for named in ["proxy refused", "`HTTPS_PROXY`", "`proxy`"] {
            assert!(message.contains(named), "{message}");
        }
        assert!(!message.contains("http://127"), "{message}");
    }
}
