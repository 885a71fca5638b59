namespace Mixtura.Data;

/// <summary>The kinds of bad input whose remedy depends on how the library is called.</summary>
public enum InputFault
{
    /// <summary>Any other; the message says what to do.</summary>
    Other,

    /// <summary>A file that should hold a model does not, or not a whole one.</summary>
    NoModel,

    /// <summary>A file that should hold rows holds a model.</summary>
    ModelAsData,

    /// <summary>The first line of a text may be a header or a row.</summary>
    HeaderOrRow,

    /// <summary>A text has a header and no rows.</summary>
    HeaderOnly,

    /// <summary>The column of the labels is not there, not one, or has another role too.</summary>
    LabelColumn,

    /// <summary>The column of the weights is not there, not one, or has another role too.</summary>
    WeightsColumn,

    /// <summary>A column to be left out is not there, not one, or has another role too.</summary>
    IgnoredColumn,

    /// <summary>A column to be a feature is not there, not one, or has another role too.</summary>
    FeatureColumn,

    /// <summary>All columns have other roles than that of a feature.</summary>
    NoFeatureLeft,

    /// <summary>The data lack a feature of the model, or have too many columns for it.</summary>
    ModelFeatures,

    /// <summary>A column has the name of another, which is that of a feature of the model.</summary>
    SharedName,

    /// <summary>A column holds text where numbers are needed.</summary>
    TextColumn,

    /// <summary>Several columns hold text where numbers are needed.</summary>
    TextColumns,

    /// <summary>A column holds text where numbers are needed, and there is a label column already.</summary>
    TextBesideLabel,

    /// <summary>No column holds numbers.</summary>
    NoNumbers,

    /// <summary>A value is missing.</summary>
    MissingValue,

    /// <summary>A label column has too many different labels.</summary>
    TooManyLabels,

    /// <summary>All weights are 0.</summary>
    NoWeight,

    /// <summary>Rows are too few to determine a covariance.</summary>
    TooFewRows,

    /// <summary>Features never vary.</summary>
    ConstantFeatures,

    /// <summary>Features determine one another.</summary>
    CollinearFeatures,

    /// <summary>A column to be categorical is not there, not one, or no feature.</summary>
    CategoricalColumn,

    /// <summary>A column to be kept is not there, or not one.</summary>
    KeptColumn,

    /// <summary>A cell of a categorical column holds none of the model's levels.</summary>
    UnseenLevel,

    /// <summary>A number is written otherwise than the others: a decimal comma among decimal points.</summary>
    NumberForm,

    /// <summary>A workbook has no such sheet, or an empty one.</summary>
    Sheet,

    /// <summary>An archive has several arrays, or none of that name.</summary>
    Array,

    /// <summary>Files of one table have different columns.</summary>
    OtherColumns,

    /// <summary>A checkpoint is not there, or is that of another run.</summary>
    Checkpoint,

    /// <summary>The data have no volume over which noise could be uniform.</summary>
    NoVolume,
}
