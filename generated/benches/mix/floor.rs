//! The floor: what somebody writes by hand who knows each payload and wants nothing else. Derived, strict, unknown
//! fields dropped, the kind known beforehand. The tenant's own codes are fields like all others.
#![allow(clippy::struct_field_names)]

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Body;
use super::kinds::{Data, kinds};

/// Reads a body as the kind that it is known to be.
pub fn read(body: &Body) -> usize {
    let parse = TABLE.with(|table| table[body.index]);
    parse(&body.bytes)
}

thread_local! {
    /// A function for each kind.
    static TABLE: Vec<fn(&[u8]) -> usize> = kinds()
        .iter()
        .map(|kind| match kind.data {
            Data::Account => read_as::<AccountActivity> as fn(&[u8]) -> usize,
            Data::Lead => read_as::<LeadActivity>,
            Data::Open => read_as::<Box<RawValue>>,
        })
        .collect();
}

fn read_as<T: DeserializeOwned>(body: &[u8]) -> usize {
    let delivery: Box<Delivery<T>> = serde_json::from_slice(body).expect("a body of the mix");
    delivery.event_type.len()
}

#[derive(Deserialize)]
pub struct Delivery<T> {
    pub mid: Option<String>,
    pub event_category: Option<String>,
    pub event_type: String,
    pub action_keyword: Option<String>,
    pub create_time: Option<i64>,
    pub openplatform: Option<String>,
    pub extra_data: T,
}

/// A value, or a document in a string: both are read in place.
pub struct Packed<T>(pub T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(PackedVisitor(PhantomData))
    }
}

struct PackedVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for PackedVisitor<T> {
    type Value = Packed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a document in a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        serde_json::from_str(text).map(Packed).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Packed)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        T::deserialize(serde::de::value::SeqAccessDeserializer::new(list)).map(Packed)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    MemberCenter,
    Jingsocial,
    Jing,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    Jingmodule,
    Wechat,
    WorkwechatUser,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    Pc,
    Mobile,
}

/// A label, or those before and after.
pub enum Label {
    One(String),
    Change(Vec<Option<String>>),
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LabelVisitor)
    }
}

struct LabelVisitor;

impl<'de> Visitor<'de> for LabelVisitor {
    type Value = Label;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a label or a list of labels")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Label, E> {
        Ok(Label::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Label, A::Error> {
        Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(list)).map(Label::Change)
    }
}

type Change = Option<Vec<Option<String>>>;

#[derive(Deserialize)]
pub struct Timeline {
    pub login_platform: Option<Platform>,
    pub login_environment: Option<Environment>,
    pub login_source_type: Option<SourceType>,
    pub login_source_name: Option<String>,
}

#[derive(Deserialize)]
pub struct AccountActivity {
    pub object_id: Option<String>,
    pub object_name: Option<String>,
    pub entity_id: Option<String>,
    pub operator_type: Option<i64>,
    pub operator_id: Option<i64>,
    pub omni_user_uuid: Option<String>,
    pub is_follow_up: Option<u8>,
    pub notes: Option<String>,
    pub login_platform: Option<Platform>,
    pub login_source_type: Option<SourceType>,
    pub login_source_value: Option<String>,
    pub login_environment: Option<Environment>,
    pub business_type: Option<String>,
    pub business_type_name: Option<String>,
    pub business_unit: Option<String>,
    pub created_timestamp: Option<String>,
    pub timeline_data: Option<Packed<Timeline>>,
    pub mapping_data: Option<Packed<AccountFields>>,
    pub mapping_data_text: Option<Packed<AccountLabels>>,
}

#[derive(Deserialize)]
pub struct AccountFields {
    pub name: Change,
    pub business_type: Change,
    pub account_logo: Option<Vec<Packed<Vec<String>>>>,
    pub account_level: Change,
    pub account_type: Change,
    pub mobile: Change,
    pub email: Change,
    pub company_id: Change,
    pub country_region: Change,
    pub address: Change,
    pub industry: Change,
    pub nature_enterprise: Change,
    pub company_size: Change,
    pub official_website: Change,
    pub description: Change,
    pub c_input_6wat4u6y: Change,
    pub c_select_g8l2rowh: Change,
}

#[derive(Deserialize)]
pub struct AccountLabels {
    pub name: Option<Label>,
    pub business_type: Option<Label>,
    pub account_logo: Option<Label>,
    pub account_level: Option<Label>,
    pub account_type: Option<Label>,
    pub mobile: Option<Label>,
    pub email: Option<Label>,
    pub company_id: Option<Label>,
    pub country_region: Option<Label>,
    pub address: Option<Label>,
    pub industry: Option<Label>,
    pub nature_enterprise: Option<Label>,
    pub company_size: Option<Label>,
    pub official_website: Option<Label>,
    pub description: Option<Label>,
    pub c_input_6wat4u6y: Option<Label>,
}

#[derive(Deserialize)]
pub struct LeadActivity {
    pub object_id: Option<String>,
    pub object_name: Option<String>,
    pub entity_id: Option<String>,
    pub operator_type: Option<i64>,
    pub operator_id: Option<i64>,
    pub omni_user_uuid: Option<String>,
    pub is_follow_up: Option<u8>,
    pub notes: Option<String>,
    pub login_platform: Option<Platform>,
    pub login_source_type: Option<SourceType>,
    pub login_source_value: Option<String>,
    pub login_environment: Option<Environment>,
    pub business_type: Option<String>,
    pub business_type_name: Option<String>,
    pub business_unit: Option<String>,
    pub created_timestamp: Option<String>,
    pub timeline_data: Option<Packed<Timeline>>,
    pub lead_omni_user_uuid: Option<String>,
    pub life_status: Option<String>,
    pub baby_lead_action_uuid: Option<String>,
    pub owner: Option<String>,
    pub mapping_data: Option<Packed<LeadFields>>,
    pub mapping_data_text: Option<Packed<LeadLabels>>,
}

#[derive(Deserialize)]
pub struct LeadFields {
    pub name: Change,
    pub business_type: Change,
    pub first_name: Change,
    pub last_name: Change,
    pub mobile: Change,
    pub email: Change,
    pub company_id: Change,
    pub country_region: Change,
    pub industry: Change,
    pub department: Change,
    pub account_id: Change,
    pub title: Change,
    pub official_website: Change,
    pub life_status: Change,
    pub lead_pool: Change,
    pub market: Change,
    pub to_baby_lead_timestamp: Change,
    pub c_input_6wat4u6y: Change,
}

#[derive(Deserialize)]
pub struct LeadLabels {
    pub name: Option<Label>,
    pub business_type: Option<Label>,
    pub first_name: Option<Label>,
    pub last_name: Option<Label>,
    pub mobile: Option<Label>,
    pub email: Option<Label>,
    pub company_id: Option<Label>,
    pub country_region: Option<Label>,
    pub industry: Option<Label>,
    pub department: Option<Label>,
    pub account_id: Option<Label>,
    pub title: Option<Label>,
    pub official_website: Option<Label>,
    pub life_status: Option<Label>,
    pub lead_pool: Option<Label>,
    pub market: Option<Label>,
    pub to_baby_lead_timestamp: Option<Label>,
    pub c_input_6wat4u6y: Option<Label>,
}
