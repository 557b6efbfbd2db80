//! The 40 kinds: those of the specification, and twelve more over the same types in the same proportions.

/// The type of an event's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    Account,
    Lead,
    Open,
}

/// What tells an event, and the type of its data.
#[derive(Debug)]
pub struct Kind {
    pub event_type: &'static str,
    /// The second key, where the first does not do.
    pub object_name: Option<&'static str>,
    pub data: Data,
}

const fn object(event_type: &'static str, object_name: &'static str, data: Data) -> Kind {
    Kind { event_type, object_name: Some(object_name), data }
}

const fn plain(event_type: &'static str, data: Data) -> Kind {
    Kind { event_type, object_name: None, data }
}

/// The kinds; those with more keys are first, and those of the same first key together.
pub const fn kinds() -> &'static [Kind; 40] {
    &KINDS
}

static KINDS: [Kind; 40] = [
    object("object_change_owner", "account", Data::Account),
    object("object_change_owner", "lead", Data::Lead),
    object("object_create", "account", Data::Account),
    object("object_create", "lead", Data::Lead),
    object("object_merge", "account", Data::Account),
    object("object_merge", "lead", Data::Lead),
    object("object_relation", "account", Data::Account),
    object("object_relation", "lead", Data::Lead),
    object("object_split", "account", Data::Account),
    object("object_split", "lead", Data::Lead),
    object("object_update", "account", Data::Account),
    object("object_update", "lead", Data::Lead),
    object("object_voids", "account", Data::Account),
    object("object_voids", "lead", Data::Lead),
    plain("object_update_life_cycle", Data::Lead),
    plain("object_source_info", Data::Lead),
    plain("object_update_status", Data::Lead),
    plain("object_add_notes", Data::Lead),
    plain("object_add_team_member", Data::Lead),
    plain("object_remove_team_member", Data::Lead),
    plain("object_change_lead_pool", Data::Lead),
    plain("object_restore", Data::Lead),
    plain("object_export", Data::Lead),
    plain("object_assign", Data::Lead),
    plain("object_recycle", Data::Lead),
    plain("object_follow_up", Data::Lead),
    plain("custom_field_update", Data::Open),
    plain("total_update", Data::Open),
    plain("template_send", Data::Open),
    plain("pageView", Data::Open),
    plain("customEvent", Data::Open),
    plain("tracking_customevent", Data::Open),
    plain("tracking_vst", Data::Open),
    plain("tracking_cls", Data::Open),
    plain("add_omni_user_success", Data::Open),
    plain("custom_field", Data::Open),
    plain("subscribe", Data::Open),
    plain("unsubscribe", Data::Open),
    plain("scan_qr_code", Data::Open),
    plain("click_menu", Data::Open),
];
