//! What docs/OPERATIONS.md says is what template.yaml and the code say: whoever is woken finds their row.

use local::Options;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(path)).unwrap()
}

/// The blocks of a section of the template, by name.
fn blocks(section: &str) -> BTreeMap<String, String> {
    let template = Options::default().template;
    let start = template.find(&format!("\n{section}:\n")).unwrap() + section.len() + 3;
    let end = template[start..].lines().take_while(|line| line.is_empty() || line.starts_with([' ', '#']));
    let mut blocks: BTreeMap<String, String> = BTreeMap::new();
    let mut name = String::new();
    for line in end {
        let own = line.strip_prefix("  ").filter(|line| !line.starts_with([' ', '#']) && !line.is_empty());
        if let Some((key, rest)) = own.and_then(|line| line.split_once(':')) {
            name = key.to_owned();
            blocks.insert(name.clone(), rest.to_owned());
        } else if let Some(block) = blocks.get_mut(&name) {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

/// The rows of the table whose first column is called so: the name in the first cell, and the cells after it.
fn table(column: &str) -> BTreeMap<String, Vec<String>> {
    let text = read("docs/OPERATIONS.md");
    let start = text.find(&format!("\n| {column} |")).unwrap_or_else(|| panic!("no table of {column}"));
    let rows = text[start + 1..].lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        let name = cells.next().unwrap().trim_matches('`').to_owned();
        (name, cells.collect())
    })
    .collect()
}

fn names<T>(of: &BTreeMap<String, T>) -> BTreeSet<&str> {
    of.keys().map(String::as_str).collect()
}

#[test]
fn every_alarm_has_its_row_and_the_reverse() {
    let mut alarms = blocks("Resources");
    alarms.retain(|_, block| block.contains("Type: AWS::CloudWatch::Alarm"));
    assert!(alarms.len() >= 9, "{:?}", names(&alarms));
    let rows = table("alarm");
    assert_eq!(names(&alarms), names(&rows));
    for (name, block) in &alarms {
        assert!(rows[name].iter().all(|cell| cell.len() > 20), "{name} does not say what to do");
        assert!(
            block.contains("AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopicArn], []]"),
            "{name} tells nobody"
        );
        let missing = if name == "SweepOverdueAlarm" { "breaching" } else { "notBreaching" };
        assert!(block.contains(&format!("TreatMissingData: {missing}\n")), "{name}");
    }
}

/// A function whose errors, throttles or age nobody watches would fail in silence.
#[test]
fn every_function_is_watched() {
    let resources = blocks("Resources");
    let all = |metric: &str| -> String {
        let watches = |block: &&String| {
            block.contains("Type: AWS::CloudWatch::Alarm") && block.contains(&format!("MetricName: {metric}"))
        };
        resources.values().filter(watches).cloned().collect()
    };
    let (errors, throttles, ages) = (all("Errors"), all("Throttles"), all("IteratorAge"));
    let (mut functions, mut streams) = (0, 0);
    for (name, block) in &resources {
        if !block.contains("Type: AWS::Serverless::Function") {
            continue;
        }
        functions += 1;
        let named = |alarms: &str| alarms.contains(&format!("!Ref {name} }}"));
        assert!(named(&errors) && named(&throttles), "{name}");
        if block.contains("Type: DynamoDB") {
            streams += 1;
            assert!(named(&ages), "{name}");
        }
    }
    assert!(functions > 10 && streams == 2, "{functions} {streams}");
}

#[test]
fn every_parameter_has_its_row_and_the_reverse() {
    let (parameters, rows) = (blocks("Parameters"), table("parameter"));
    assert_eq!(names(&parameters), names(&rows));
    for (name, block) in parameters {
        let default =
            block.lines().find_map(|line| line.trim().strip_prefix("Default: ")).unwrap_or_default();
        assert_eq!(default.trim_matches('"'), rows[&name][0].trim_matches('`'), "{name}");
    }
}

/// Every metric of ours that an alarm or the dashboard looks at is one that is written, and the reverse.
#[test]
fn every_metric_is_written_watched_and_described() {
    let resources = blocks("Resources");
    let body = &resources["Dashboard"];
    let json = body[body.find('{').unwrap()..].trim();
    let dashboard: Value =
        serde_json::from_str(json).unwrap_or_else(|fault| panic!("the dashboard: {fault}"));
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for widget in dashboard["widgets"].as_array().unwrap() {
        for metric in widget["properties"]["metrics"].as_array().unwrap() {
            let search = metric[0]["expression"].as_str().filter(|search| search.contains("{Assent,"));
            let named = search.and_then(|search| search.split("MetricName=\"").nth(1)?.split('"').next());
            let plain = (metric[0] == runtime::metrics::NAMESPACE).then(|| metric[1].as_str().unwrap());
            shown.extend(named.or(plain).map(String::from));
        }
    }
    let rows = table("metric");
    assert_eq!(shown.iter().map(String::as_str).collect::<BTreeSet<_>>(), names(&rows));
    let code = read("shared/runtime/src/metrics.rs");
    for name in &shown {
        assert!(code.contains(&format!("(\"{name}\", ")), "{name} is written by nobody");
    }
    for block in resources.values().filter(|block| block.contains("Type: AWS::CloudWatch::Alarm")) {
        for metric in block.split("Namespace: Assent").skip(1) {
            let name = metric.split("MetricName: ").nth(1).unwrap().split([',', '\n']).next().unwrap();
            assert!(shown.contains(name), "{name}");
        }
    }
}
