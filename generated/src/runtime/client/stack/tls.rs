//! TLS: which certificates are trusted.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::super::build_error::BuildError;

/// TLS 1.2 and 1.3 by ring, HTTP/2 before 1.1, with the certificates of the features and those given.
pub(super) fn config(given: &[Vec<u8>]) -> Result<ClientConfig, BuildError> {
    let roots = roots(given)?;
    let provider = rustls::crypto::ring::default_provider().into();
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|_| BuildError::Tls { reason: "no version of TLS is to be had" })?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn roots(given: &[Vec<u8>]) -> Result<RootCertStore, BuildError> {
    let mut roots = RootCertStore::empty();
    for pem in given {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| BuildError::Tls { reason: "a root certificate is not PEM" })?;
            roots.add(certificate).map_err(|_| BuildError::Tls { reason: "a root certificate cannot be read" })?;
        }
    }
    #[cfg(feature = "webpki-roots")]
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    #[cfg(feature = "native-roots")]
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    match roots.is_empty() {
        true => Err(BuildError::Tls { reason: "no root certificate is trusted: give one, or turn on a feature" }),
        false => Ok(roots),
    }
}
