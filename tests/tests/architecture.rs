//! What keeps the shape of the code: arrows, folders, routes, sizes.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Where each of our packages is, and what it depends on outside its tests.
fn dependencies() -> BTreeMap<String, (PathBuf, BTreeSet<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    packages
        .iter()
        .map(|package| {
            let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned();
            let needs = package["dependencies"].as_array().unwrap().iter();
            let needs = needs.filter(|dependency| dependency["kind"].as_str() != Some("dev"));
            (text(&package["name"]), (folder, needs.map(|dependency| text(&dependency["name"])).collect()))
        })
        .collect()
}

/// The same among ourselves.
fn packages() -> BTreeMap<String, (PathBuf, BTreeSet<String>)> {
    let mut packages = dependencies();
    let ours: BTreeSet<String> = packages.keys().cloned().collect();
    for (_, needs) in packages.values_mut() {
        needs.retain(|name| ours.contains(name));
    }
    packages
}

fn functions() -> BTreeSet<String> {
    let folder = root().join("functions");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// What a package may lead to. A package that is not listed here is not allowed.
fn allowed(name: &str, functions: &BTreeSet<String>, package: &str) -> bool {
    const CORE: [&str; 2] = ["app", "domain"];
    const SHARED: [&str; 8] = ["domain", "app", "store", "directory", "files", "mail", "web", "runtime"];
    match package {
        "domain" => false,
        "app" => name == "domain",
        "store" | "directory" | "files" | "mail" | "web" => CORE.contains(&name),
        // What the functions have in common when they are put together.
        "runtime" => SHARED.contains(&name),
        // For tests only; it may know everything that is shared.
        "testkit" => SHARED.contains(&name),
        "local" => SHARED.contains(&name) || functions.contains(name),
        "tests" => name == "local",
        // Figures about the whole, with the claims that tests are made of.
        "bench" => SHARED.contains(&name) || ["local", "testkit"].contains(&name),
        // What a function is compared with starts as one.
        "bare-create" => name == "runtime",
        function if functions.contains(function) => SHARED.contains(&name),
        _ => false,
    }
}

#[test]
fn every_arrow_points_inwards() {
    let (packages, functions) = (packages(), functions());
    assert!(packages.len() >= functions.len() + 8, "{:?}", packages.keys());
    let mut wrong = Vec::new();
    for (package, (_, needs)) in &packages {
        for name in needs {
            if !allowed(name, &functions, package) {
                wrong.push(format!("{package} -> {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "forbidden: {wrong:?}");
    // The rule refuses what it is there to refuse.
    for (package, name) in [
        ("domain", "app"),
        ("app", "store"),
        ("store", "web"),
        ("web", "mail"),
        ("create-claim", "change-claim"),
        ("create-claim", "local"),
        ("create-claim", "testkit"),
        ("local", "bench"),
        ("store", "runtime"),
        ("runtime", "create-claim"),
        ("something-new", "domain"),
    ] {
        assert!(!allowed(name, &functions, package), "{package} -> {name} would pass");
    }
    let needed_by = |name: &str| -> Vec<&String> {
        packages.iter().filter(|(_, (_, needs))| needs.contains(name)).map(|(package, _)| package).collect()
    };
    assert_eq!(needed_by("local"), ["bench", "tests"]);
    assert_eq!(needed_by("testkit"), ["bench"]);
    assert!(needed_by("tests").is_empty() && needed_by("bench").is_empty());
}

/// The domain knows nothing of the world: neither clock nor randomness nor I/O nor a runtime.
#[test]
fn the_domain_is_pure() {
    let (_, needs) = dependencies().remove("domain").unwrap();
    let known =
        ["idna", "jiff", "psl2", "serde", "serde_json", "sha2", "thiserror", "unicode-normalization", "uuid"];
    let new: Vec<&String> = needs.iter().filter(|name| !known.contains(&name.as_str())).collect();
    assert!(new.is_empty(), "is this pure? {new:?}");
    assert!(fs::read_to_string(root().join("shared/domain/src/lib.rs")).unwrap().contains("#![no_std]"));
    for file in sources(&root().join("shared/domain/src")) {
        let code = code_of(&file);
        for word in ["std::", "async ", "Timestamp::now", "SystemTime", "println!"] {
            assert!(!code.contains(word), "{} says {word}", file.display());
        }
    }
}

/// The console shows what the views say and sends the commands of the API. It makes no fault of its own, decides
/// by no state, role, deadline or amount, and writes nothing but by a use case.
#[test]
fn the_console_holds_no_rule() {
    let words = [
        "Fault::new",
        "Refusal::Invalid",
        "Refusal::State",
        "State::Draft",
        "State::Submitted",
        "State::UnderReview",
        "State::ActionRequired",
        "State::Approved",
        "State::Rejected",
        "State::Closed",
        " Role::",
        ".roles",
        "decide::",
        "settle",
        "checked_add",
        "saturating_add",
        "calendar.date",
        "business_days_after",
        "store.put",
        "store.create",
        "store.commit",
        "store.engage",
        "store.add",
        "store.record",
        "store.begin",
        "store.finish",
    ];
    let files = sources(&root().join("functions/console/src"));
    assert!(files.len() > 20, "{}", files.len());
    let mut found = Vec::new();
    for file in files {
        let code = code_of(&file);
        let held = words.iter().filter(|word| code.contains(**word));
        found.extend(held.map(|word| format!("{}: {word}", file.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_function_has_all_its_parts() {
    let (functions, packages) = (functions(), packages());
    let template = local::Options::default().template;
    let secrets = local::template::without_secrets();
    let blocks = local::template::Template::parse(&template, &secrets).unwrap().functions;
    assert_eq!(
        blocks.keys().cloned().collect::<BTreeSet<_>>(),
        functions,
        "a block for each folder and the reverse"
    );
    assert_eq!(template.matches("AWS::Serverless::Function").count(), functions.len());
    let readme = fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let mut missing = Vec::new();
    for function in &functions {
        assert!(packages.contains_key(function), "{function} is no package of this name");
        assert!(template.contains(&format!("CodeUri: functions/{function}\n")), "{function}");
        assert!(template.contains(&format!("Binary: {function} ")), "{function}");
        let row =
            readme.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{function}`")));
        if row.is_none() {
            missing.push(format!("README.md has no row for {function}"));
        }
        let cases = fs::read_dir(root().join("events").join(function)).map(|folder| {
            folder
                .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "json"))
                .count()
        });
        if cases.unwrap_or_default() == 0 {
            missing.push(format!("events/{function} has no event"));
        }
        let main = fs::read_to_string(root().join("functions").join(function).join("src/main.rs")).unwrap();
        if main.lines().count() > 40 || !main.contains("async fn main") {
            missing.push(format!("functions/{function}/src/main.rs does more, or less, than wire"));
        }
    }
    let folders = fs::read_dir(root().join("events"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    missing.extend(
        folders
            .filter(|name| !functions.contains(name))
            .map(|name| format!("events/{name} is for no function")),
    );
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Each function has rights of its own, by their names and on what it is for; that each is needed is seen in `rights`.
#[test]
fn no_function_may_do_everything() {
    let template = local::Options::default().template;
    let blocks = local::template::Template::parse(&template, &local::template::without_secrets()).unwrap();
    let named = |action: &&String| !action.contains('*') && action.contains(':');
    let ours = |arn: &&String| arn.starts_with("arn:") && !arn.ends_with(":*") && !arn.ends_with("table/*");
    for (function, block) in &blocks.functions {
        assert!(!block.policies.is_empty(), "{function} has no statement");
        for statement in &block.policies {
            assert!(statement.actions().iter().all(|action| named(&action)), "{function}: {statement:?}");
            assert!(statement.resources().iter().all(|arn| ours(&arn)), "{function}: {statement:?}");
        }
    }
}

/// What the gateway routes is what the API describes, operation by operation.
/// F23: rules hold from the moment when every function knows them.
#[test]
fn every_function_with_claims_learns_the_rules() {
    let mut learns = 0;
    for function in functions() {
        let code: String =
            sources(&root().join("functions").join(&function)).iter().map(|file| code_of(file)).collect();
        if code.contains("environment.app()") {
            assert!(code.contains(".learn_rules().await?"), "{function}");
            learns += 1;
        }
    }
    assert!(learns > 10, "{learns}");
}

#[test]
fn every_route_is_described_and_the_reverse() {
    let described: BTreeSet<String> = web::openapi::operations()
        .iter()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    let mut routes = crate::routes();
    assert!(routes.remove("$default"), "404 and 405 are ours");
    assert_eq!(described, routes);
    for operation in web::openapi::operations() {
        let public = operation.access == web::openapi::Access::Public;
        assert_eq!(public, !operation.path.starts_with("/v1"), "{} {}", operation.method, operation.path);
    }
}

/// Rust files under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files
}

/// The file without its tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

fn is_test_code(file: &Path) -> bool {
    let name = file.file_name().unwrap().to_str().unwrap();
    let parts: BTreeSet<&str> = file.iter().filter_map(|part| part.to_str()).collect();
    name == "tests.rs" || name.starts_with("tests_") || name == "testing.rs" || parts.contains("tests")
}

#[test]
fn files_stay_readable() {
    let mut long = Vec::new();
    let mut seen = 0;
    for (name, (folder, _)) in packages() {
        if name == "tests" || name == "testkit" {
            continue;
        }
        for file in sources(&folder.join("src")) {
            if is_test_code(file.strip_prefix(root()).unwrap()) {
                continue;
            }
            seen += 1;
            let lines = code_of(&file).lines().count();
            if lines > 400 {
                long.push(format!("{}: {lines} lines", file.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(seen > 80, "only {seen} files were looked at");
    assert!(long.is_empty(), "over 400 lines without their tests:\n{}", long.join("\n"));
}

/// Lints are switched on once, for everybody.
#[test]
fn every_package_keeps_the_lints() {
    for (name, (folder, _)) in packages() {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name}");
    }
}
