//! `screened('FOLDER')`, the table function.

use std::path::Path;
use std::sync::Arc;

use datafusion::catalog::view::ViewTable;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::ScalarValue;
use datafusion::datasource::listing::ListingTable;
use datafusion::datasource::provider_as_source;
use datafusion::error::{DataFusionError, Result};
use datafusion::functions::core::expr_fn::{get_field, named_struct};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, ScalarUDF};
use datafusion::prelude::{Expr, SessionContext, col, ident, lit};

use crate::answer::ANSWER;
use crate::function::ScreenFunction;
use crate::input::Input;

/// Registers `screen` and `screened` in a session.
pub(crate) fn register(session: &SessionContext, function: ScreenFunction) {
    let function = Arc::new(function.into_udf());
    session.register_udf(function.as_ref().clone());
    session.register_udtf(ScreenedTable::NAME, Arc::new(ScreenedTable { function }));
}

/// `screened('/shared/travellers')`: the answers to every row of a folder's Parquet files, as a table of `id`, `refused`,
/// `hits` and `answer`.
#[derive(Debug)]
struct ScreenedTable {
    function: Arc<ScalarUDF>,
}

impl ScreenedTable {
    const NAME: &str = "screened";
}

impl TableFunctionImpl for ScreenedTable {
    /// The table is a view of scan and function, and not a provider of its own: so it is sent to executors as what it is made of.
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let [Expr::Literal(ScalarValue::Utf8(Some(folder)), _)] = args.exprs() else {
            return Err(DataFusionError::Plan(
                "`screened` expects one text, a folder of Parquet files: screened('/shared/travellers')"
                    .to_owned(),
            ));
        };
        let input = Input::open(Path::new(folder))
            .map_err(|error| DataFusionError::Plan(error.to_string()))?;
        Ok(Arc::new(ViewTable::new(
            answers(&self.function, &input)?,
            None,
        )))
    }
}

/// The plan that answers every row of an input.
pub(crate) fn answers(function: &ScalarUDF, input: &Input) -> Result<LogicalPlan> {
    let row = input
        .columns
        .names()
        .flat_map(|name| [lit(name), ident(name)])
        .collect();
    let columns = ANSWER
        .iter()
        .map(|field| get_field(col("screened"), field.name().as_str()).alias(field.name()));
    LogicalPlanBuilder::scan(
        "rows",
        provider_as_source(Arc::<ListingTable>::clone(&input.table)),
        None,
    )?
    .project([function.call(vec![named_struct(row)]).alias("screened")])?
    .project(columns)?
    .build()
}
