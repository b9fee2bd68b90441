use std::collections::HashMap;use std::fs;use mithaq_names::*;use serde_json::Value;
fn main(){let a:Vec<String>=std::env::args().collect();let dev="/work/shared/bench/names/dev";
let exp:HashMap<String,Value>=serde_json::from_str(&fs::read_to_string(format!("{dev}/expect.json")).unwrap()).unwrap();
let want:&str=&a[1];let mode:&str=&a[2];let max:usize=a[3].parse().unwrap();let m=Matcher::default();let mut shown=0;
for suite in ["arabic","latin","primary","full","un_full","composed_arabic","composed_latin"]{
 let mut res:HashMap<String,Value>=HashMap::new();
 for l in fs::read_to_string(format!("/tmp/nout/{suite}.jsonl")).unwrap().lines(){let v:Value=serde_json::from_str(l).unwrap();res.insert(v["id"].as_str().unwrap().into(),v["hits"].clone());}
 let mut ents:HashMap<String,(Kind,Vec<String>)>=HashMap::new();
 for l in fs::read_to_string(format!("{dev}/list_{suite}.ftm.json")).unwrap().lines(){let v:Value=serde_json::from_str(l).unwrap();let k=if v["schema"]=="Person"{Kind::Person}else{Kind::Organisation};ents.insert(v["id"].as_str().unwrap().into(),(k,v["properties"]["name"].as_array().unwrap().iter().map(|x|x.as_str().unwrap().to_string()).collect()));}
 for row in csv::Reader::from_path(format!("{dev}/queries_{suite}.csv")).unwrap().records(){let row=row.unwrap();let e=&exp[&row[0]];
  if e["suite"]!=want{continue}
  let q=Name::new(&row[1],Kind::Other);let right:Vec<String>=e["expect"].as_array().unwrap().iter().map(|x|x.as_str().unwrap().into()).collect();
  let hits=res[&row[0]].as_array().unwrap();
  let show=|id:&str|{let(k,ns)=&ents[id];let best=ns.iter().map(|n|(m.compare(&q,&Name::new(n,*k)),n)).max_by(|x,y|x.0.score.cmp(&y.0.score)).unwrap();
   println!("   {:.3} {} ",best.0.score.get(),best.1);for s in best.0.steps{println!("        {}",s.wording(Language::En));}};
  if mode=="miss"{ if hits.iter().any(|h|right.contains(&h["id"].as_str().unwrap().to_string())&&h["score"].as_f64().unwrap()>=0.7){continue}
   println!("MISS {}",&row[1]);for r in &right{show(r)} shown+=1;}
  else{let w:Vec<_>=hits.iter().filter(|h|!right.contains(&h["id"].as_str().unwrap().to_string())&&h["score"].as_f64().unwrap()>=0.7).collect();
   if w.is_empty(){continue} println!("WRONG {} ({})",&row[1],w.len());for h in w.iter().take(2){show(h["id"].as_str().unwrap())} for r in &right{println!("  right:");show(r)} shown+=1;}
  if shown>=max{return}}}}
