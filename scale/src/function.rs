//! `screen(row)`, the function.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::Array;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::answer::{ANSWER, Answers};
use crate::columns::Columns;
use crate::holding::Holding;
use crate::screening::{Refused, Screening};

/// `screen(row)`: the possible matches of a row.
///
/// It carries its [`Screening`] wherever a plan is sent. Where a [`Holding`] is at hand it answers; elsewhere, on a client that
/// only plans and on a scheduler, it can be planned and not run.
#[derive(Debug, Clone)]
pub struct ScreenFunction {
    screening: Screening,
    /// The screening as it travels: what tells two functions apart.
    bytes: Vec<u8>,
    holding: Option<Arc<Holding>>,
    signature: Signature,
}

impl ScreenFunction {
    /// The name it is called by.
    pub const NAME: &str = "screen";

    /// The function of a screening, answered by a holding where there is one.
    #[must_use]
    pub fn new(screening: Screening, holding: Option<Arc<Holding>>) -> Self {
        Self {
            bytes: screening.to_bytes(),
            screening,
            holding,
            // The moment is part of the screening: one row has one answer.
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }

    /// It as DataFusion registers functions.
    #[must_use]
    pub fn into_udf(self) -> ScalarUDF {
        ScalarUDF::new_from_impl(self)
    }

    /// The screening, to be sent to another machine.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl PartialEq for ScreenFunction {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for ScreenFunction {}

impl Hash for ScreenFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl ScalarUDFImpl for ScreenFunction {
    fn name(&self) -> &str {
        Self::NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let [row] = arguments else {
            return Err(DataFusionError::Plan(format!(
                "`screen` was given {} arguments; expected one, a struct or a name",
                arguments.len()
            )));
        };
        Columns::of_argument(row).map_err(|error| DataFusionError::Plan(error.to_string()))?;
        Ok(vec![row.clone()])
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(ANSWER.clone()))
    }

    /// Refuses here, and not when a plan arrives: a plan that cannot be read is dropped by an executor without a word, and
    /// the run would wait for ever.
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let refused = |refused: Refused| DataFusionError::Execution(refused.to_string());
        let holding = self
            .holding
            .as_ref()
            .ok_or_else(|| refused(Refused::Nothing))?;
        holding.admit(&self.screening).map_err(refused)?;
        let [argument] = args.args.as_slice() else {
            return Err(DataFusionError::Internal("`screen` takes one row".into()));
        };
        let argument = argument.to_array(args.number_rows)?;
        let columns = Columns::of_argument(argument.data_type())
            .map_err(|error| DataFusionError::Execution(error.to_string()))?;
        let rows = columns.rows(&argument)?;
        let mut answers = Answers::default();
        for row in 0..argument.len() {
            match rows.query(row) {
                Ok(query) => {
                    let hits = holding.search(&query, &self.screening);
                    let id = columns.have_id().then_some(query.id.as_str());
                    answers.push(id, &hits, self.screening.language());
                }
                Err(why) => answers.refuse(rows.id(row), &why),
            }
        }
        Ok(ColumnarValue::Array(Arc::new(answers.finish()?)))
    }
}
