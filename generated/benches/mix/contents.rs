//! The data of the events, after the samples in the specification; values vary with a seed.

use super::json::{Fields, Json, plain, text};

/// Small varied numbers, the same in every run.
pub struct Seed(pub u64);

impl Seed {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// An id as the platform makes them.
    pub fn id(&mut self) -> String {
        const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        (0..22).map(|_| char::from(LETTERS[self.below(LETTERS.len() as u64) as usize])).collect()
    }
}

/// A value that may be a document in a string.
fn maybe_document(json: Json, embedded: bool) -> Json {
    if embedded { Json::Document(Box::new(json)) } else { json }
}

/// Nothing: PHP writes it as `""` in one form and as `null` in the other.
fn nothing(embedded: bool) -> Json {
    if embedded { text("") } else { plain("null") }
}

fn new(value: impl AsRef<str>) -> Json {
    Json::List(vec![text(value)])
}

fn timeline(embedded: bool, unknown: bool) -> Json {
    let mut fields = vec![
        ("login_platform", text("jing")),
        ("login_environment", text("pc")),
        ("login_source_type", text("jingmodule")),
        ("login_source_name", nothing(embedded)),
    ];
    if unknown {
        fields.insert(2, ("ip", text("203.0.113.17")));
    }
    maybe_document(Json::Object(fields), embedded)
}

/// What accounts and leads have in common, in the order of the samples.
fn activity(seed: &mut Seed, object: &str, mapping: [Json; 2], embedded: bool, unknown: bool) -> Fields {
    let [values, labels] = mapping;
    let mut fields = vec![
        ("login_source_value", nothing(embedded)),
        ("notes", nothing(embedded)),
        ("operator_id", plain(10_000 + seed.below(20_000))),
        ("timeline_data", timeline(embedded, unknown)),
        ("mapping_data", values),
        ("created_timestamp", text(format!("2023-02-{:02} 15:02:{:02}", 1 + seed.below(28), seed.below(60)))),
        ("business_type_name", text("预设业务类型")),
        ("entity_id", text(seed.id())),
        ("object_id", text(seed.below(100_000).to_string())),
        ("business_unit", nothing(embedded)),
        ("operator_type", plain(1)),
        ("login_platform", text("jing")),
        ("is_follow_up", plain(seed.below(2))),
        ("object_name", text(object)),
        ("business_type", text(seed.id())),
        ("omni_user_uuid", nothing(embedded)),
        ("login_source_type", text("jingmodule")),
        ("login_environment", text("pc")),
        ("mapping_data_text", labels),
    ];
    if unknown {
        fields.insert(3, ("is_imported", plain("false")));
        fields.insert(9, ("score_detail", score_detail()));
        fields.push(("remark_html", text("<p>\"call\" again</p>\n")));
    }
    fields
}

fn score_detail() -> Json {
    let parts = [plain("1"), plain("2.50"), plain("3e2")].to_vec();
    Json::Object(vec![("total", plain("19.90")), ("parts", Json::List(parts)), ("by", plain("null"))])
}

pub fn account(seed: &mut Seed, embedded: bool, unknown: bool) -> Fields {
    let (name, mobile) =
        (format!("webhook测试第{}个客户", seed.below(1000)), format!("138{:08}", seed.below(100_000_000)));
    let logo = maybe_document(Json::List(vec![text(format!("124/{}", seed.id()))]), embedded);
    let mut values = vec![
        ("name", new(&name)),
        ("business_type", new(seed.id())),
        ("account_logo", Json::List(vec![logo])),
        ("account_level", new(seed.id())),
        ("account_type", new(seed.id())),
        ("mobile", new(&mobile)),
        ("email", new("account@example.com")),
        ("company_id", Json::List(vec![plain("null"), text("上海径硕")])),
        ("country_region", new(seed.id())),
        ("address", new("团结")),
        ("industry", new("互联网")),
        ("official_website", new("http://www.example.com")),
        ("description", new("手动阀手动阀")),
        ("c_input_6wat4u6y", new("的萨芬萨")),
        ("c_select_g8l2rowh", new(format!("{},{}", seed.id(), seed.id()))),
    ];
    let labels = vec![
        ("name", text(&name)),
        ("business_type", text("预设业务类型")),
        ("account_logo", text("image")),
        ("account_level", text("A")),
        ("account_type", text("合作伙伴")),
        ("mobile", text(&mobile)),
        ("email", text("account@example.com")),
        ("company_id", text("上海径硕")),
        ("country_region", text("中国/山西省/晋中市")),
        ("official_website", text("http://www.example.com")),
        ("c_input_6wat4u6y", text("的萨芬萨")),
    ];
    if unknown {
        values.push(("relations", score_detail()));
    }
    let mapping = [values, labels].map(|fields| maybe_document(Json::Object(fields), embedded));
    activity(seed, "account", mapping, embedded, unknown)
}

pub fn lead(seed: &mut Seed, embedded: bool, unknown: bool) -> Fields {
    let mobile = format!("138{:08}", seed.below(100_000_000));
    let mut values = vec![
        ("life_status", new("baby_lead")),
        ("business_type", new(seed.id())),
        ("name", new(format!("ceshi-webhook-{:03}", seed.below(1000)))),
        ("mobile", new(&mobile)),
        ("to_baby_lead_timestamp", new("2023-02-27 15:02:25")),
        ("lead_pool", Json::List(vec![plain("null"), text("market")])),
        ("c_input_6wat4u6y", new("的萨芬萨")),
    ];
    let labels = vec![
        ("life_status", text("潜客")),
        ("business_type", text("新的业务类型")),
        ("mobile", text(&mobile)),
        ("lead_pool", text("市场池")),
        ("c_input_6wat4u6y", text("的萨芬萨")),
    ];
    if unknown {
        values.push(("relations", score_detail()));
    }
    let mapping = [values, labels].map(|fields| maybe_document(Json::Object(fields), embedded));
    let mut fields = activity(seed, "lead", mapping, embedded, unknown);
    fields.insert(2, ("lead_omni_user_uuid", text(seed.id())));
    fields.insert(5, ("life_status", text("baby_lead")));
    fields.insert(12, ("baby_lead_action_uuid", nothing(embedded)));
    fields
}

/// Data of which nothing is known.
pub fn open(seed: &mut Seed, embedded: bool, unknown: bool) -> Fields {
    let parameters = vec![
        ("utm_source", text("wechat")),
        ("utm_campaign", text(seed.id())),
        ("sku", plain(seed.below(10_000))),
        ("price", plain("19.90")),
    ];
    let mut fields = vec![
        ("openid", text(format!("o{}{}", seed.id(), "abcde"))),
        ("appid", text("wx0123456789abcdef")),
        ("page_title", text("径硕科技 首页")),
        ("page_url", text(format!("https://www.example.com/pages/{}?from=menu", seed.id()))),
        ("parameters", maybe_document(Json::Object(parameters), embedded)),
        ("stay_seconds", plain(seed.below(600))),
        ("is_first", plain("true")),
        ("omni_user_uuid", text(seed.id())),
        ("tags", Json::List((0..4).map(|_| text(seed.id())).collect())),
    ];
    if unknown {
        fields.push(("score_detail", score_detail()));
    }
    fields
}
