//! What shows who calls, as a type.

use super::Lowering;
use super::docs::DocsBuilder;
use super::names::Taken;
use crate::diagnostics::Place;
use crate::ir::AuthHeader;
use crate::rust::{AuthCarrier, Case, Credential, Credentials, Item, Path};

impl Lowering<'_> {
    /// The credentials; none where nothing shows who calls.
    pub(super) fn lower_credentials(&mut self) -> Option<Item> {
        let (api, schemes) = (self.api, &self.api.schemes);
        let mut taken = Taken::reserving(["new"]);
        let place = Place::file("api.yaml").key("auth");
        let mut parts = Vec::new();
        for header in &api.auth {
            parts.push(self.lower_key(AuthCarrier::Header, header, &place.key("headers"), &mut taken));
        }
        let secret = |name: &str| Path::runtime(name, Vec::new());
        let plain = [
            ("bearer", AuthCarrier::Bearer, &schemes.bearer, "Secret", "The token."),
            ("basic", AuthCarrier::Basic, &schemes.basic, "Basic", "The user's name and password."),
        ];
        for (key, carrier, scheme, type_, text) in plain {
            let Some(scheme) = scheme else { continue };
            let ident = self.names.name(key, None, Case::Snake, &place.key(key), &mut taken);
            let docs = DocsBuilder::default().text(scheme.doc.as_deref()).or(text).build().lines;
            parts.push(Credential { carrier, name: "Authorization".to_owned(), ident, docs, type_: secret(type_) });
        }
        for key in &schemes.query {
            parts.push(self.lower_key(AuthCarrier::Query, key, &place.key("query"), &mut taken));
        }
        for key in &schemes.cookies {
            parts.push(self.lower_key(AuthCarrier::Cookie, key, &place.key("cookies"), &mut taken));
        }
        let optional = schemes.count() + usize::from(!api.auth.is_empty()) > 1;
        (!parts.is_empty()).then_some(Item::Credentials(Credentials { parts, optional }))
    }

    fn lower_key(&mut self, carrier: AuthCarrier, key: &AuthHeader, place: &Place, taken: &mut Taken) -> Credential {
        let ident = self.names.name(&key.name, None, Case::Snake, &place.key(&key.name), taken);
        let docs = DocsBuilder::default().text(key.doc.as_deref()).or("Its meaning is not known.").build().lines;
        let type_ = if key.secret { Path::runtime("Secret", vec![]) } else { Path::std("String", vec![]) };
        Credential { carrier, name: key.name.clone(), ident, docs, type_ }
    }
}
