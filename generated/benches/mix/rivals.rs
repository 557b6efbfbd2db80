//! What is commonly written instead, over the types of the floor.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Body;
use super::floor::{AccountActivity, LeadActivity};
use super::kinds::{Data, kinds};

/// A tree of everything, and nothing typed.
pub fn value(body: &Body) -> usize {
    let value: Value = serde_json::from_slice(&body.bytes).expect("a body of the mix");
    value.get("event_type").and_then(Value::as_str).map_or(0, str::len)
}

/// The envelope, with everything else as a tree, and the data read from that once it is known what it is.
#[derive(Deserialize)]
struct Flattened {
    event_type: String,
    #[serde(flatten)]
    rest: Value,
}

pub fn flattened(body: &Body) -> usize {
    let mut event: Flattened = serde_json::from_slice(&body.bytes).expect("a body of the mix");
    let data = event.rest["extra_data"].take();
    let object = data.get("object_name").and_then(Value::as_str);
    let kind = kinds()
        .iter()
        .find(|kind| kind.event_type == event.event_type && (kind.object_name.is_none() || kind.object_name == object));
    match kind.expect("a kind of the mix").data {
        Data::Account => typed::<AccountActivity>(data),
        Data::Lead => typed::<LeadActivity>(data),
        Data::Open => drop(std::hint::black_box(data)),
    }
    event.event_type.len()
}

fn typed<T: DeserializeOwned>(data: Value) {
    let data: T = serde_json::from_value(data).expect("data of the mix");
    drop(std::hint::black_box(data));
}

/// Data of an event whose first key does not do.
#[derive(Deserialize)]
#[serde(tag = "object_name", rename_all = "snake_case")]
#[allow(dead_code, clippy::large_enum_variant)]
enum Object {
    Account(AccountActivity),
    Lead(LeadActivity),
}

/// What of the envelope is left when the tag is taken out.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Inner<T> {
    mid: Option<String>,
    event_category: Option<String>,
    action_keyword: Option<String>,
    create_time: Option<i64>,
    openplatform: Option<String>,
    extra_data: T,
}

macro_rules! tagged {
    ($($variant:ident($data:ty) = $name:literal),* $(,)?) => {
        #[derive(Deserialize)]
        #[serde(tag = "event_type")]
        #[allow(dead_code)]
        enum Tagged {
            $(#[serde(rename = $name)] $variant(Box<Inner<$data>>),)*
        }
    };
}

tagged! {
    Create(Object) = "object_create",
    Update(Object) = "object_update",
    ChangeOwner(Object) = "object_change_owner",
    Voids(Object) = "object_voids",
    Relation(Object) = "object_relation",
    Merge(Object) = "object_merge",
    Split(Object) = "object_split",
    LifeCycle(LeadActivity) = "object_update_life_cycle",
    SourceInfo(LeadActivity) = "object_source_info",
    Status(LeadActivity) = "object_update_status",
    Notes(LeadActivity) = "object_add_notes",
    TeamMember(LeadActivity) = "object_add_team_member",
    NoTeamMember(LeadActivity) = "object_remove_team_member",
    Pool(LeadActivity) = "object_change_lead_pool",
    Restore(LeadActivity) = "object_restore",
    Export(LeadActivity) = "object_export",
    Assign(LeadActivity) = "object_assign",
    Recycle(LeadActivity) = "object_recycle",
    FollowUp(LeadActivity) = "object_follow_up",
    CustomFieldUpdate(Value) = "custom_field_update",
    TotalUpdate(Value) = "total_update",
    TemplateSend(Value) = "template_send",
    PageView(Value) = "pageView",
    CustomEvent(Value) = "customEvent",
    TrackingCustom(Value) = "tracking_customevent",
    TrackingVst(Value) = "tracking_vst",
    TrackingCls(Value) = "tracking_cls",
    AddUser(Value) = "add_omni_user_success",
    CustomField(Value) = "custom_field",
    Subscribe(Value) = "subscribe",
    Unsubscribe(Value) = "unsubscribe",
    ScanQrCode(Value) = "scan_qr_code",
    ClickMenu(Value) = "click_menu",
}

/// An enum with the tag in it: the body is buffered first. A `RawValue` cannot be read from the buffer, so open data is
/// a tree.
pub fn tagged(body: &Body) -> usize {
    let event: Tagged = serde_json::from_slice(&body.bytes).expect("a body of the mix");
    usize::from(!matches!(event, Tagged::Create(_)))
}
