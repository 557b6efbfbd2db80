//! Webhooks whose body is no object: nothing of it tells them, and any body is taken.

use super::findings::{Finding, FindingKind};
use super::model::{Expr, Form, Kind, Model};
use crate::ir::header_name;

/// How many unions may stand in each other.
const DEPTH: usize = 16;

/// Leaves open what no delivery can be by the rules of the spec, and takes away the keys that lead into it.
pub(super) fn settle_events(model: &mut Model, findings: &mut Vec<Finding>) {
    let mut events = std::mem::take(&mut model.events);
    for event in &mut events {
        let Some(data) = event.data.as_mut() else { continue };
        if matches!(&data.form, Form::Json(expr) if !is_object(model, expr, 0)) {
            data.form = Form::Open;
            event.keys.retain(|(path, _)| header_name(path).is_some());
            let (kind, detail) = (FindingKind::WebhookBody, event.name.clone());
            findings.push(Finding { kind, spot: data.spot.clone(), detail });
        }
    }
    model.events = events;
}

fn is_object(model: &Model, expr: &Expr, depth: usize) -> bool {
    match expr {
        Expr::Map(_) => true,
        Expr::Optional(inner) => is_object(model, inner, depth),
        Expr::Named(id) => match model.types.get(*id).map(|type_| &type_.kind) {
            Some(Kind::Object(_)) => true,
            Some(Kind::Union(union)) if depth < DEPTH => {
                union.members.iter().any(|member| is_object(model, &member.type_, depth + 1))
            }
            _ => false,
        },
        _ => false,
    }
}
