namespace Mixtura.ML;

/// <summary>What the columns that a fitted mixture adds are called. A column that has a name already is hidden by the new one, as anywhere in ML.NET.</summary>
public sealed record MixtureColumns
{
    /// <summary>The most probable component, a key of K values: 1 is component 0. Missing (0) where a row has a value that is not finite and not integrated out.</summary>
    /// <value><c>PredictedLabel</c> by default.</value>
    public string PredictedLabel { get; init => field = ColumnName.Of(value); } = "PredictedLabel";

    /// <summary>The responsibilities p(tₖ = 1|x), a vector of K floats that sum to 1.</summary>
    /// <value><c>Score</c> by default.</value>
    public string Score { get; init => field = ColumnName.Of(value); } = "Score";

    /// <summary>−log p(tₖ = 1|x), a vector of K floats, at least 0, in nats: the smallest is that of the most probable component, as ML.NET's evaluator of clusters expects of its scores.</summary>
    /// <value><c>Distance</c> by default.</value>
    public string Distance { get; init => field = ColumnName.Of(value); } = "Distance";

    /// <summary>log p(x), a double, in nats; NaN where a value is missing that is not integrated out, −∞ where one is infinite.</summary>
    /// <value><c>LogDensity</c> by default.</value>
    public string LogDensity { get; init => field = ColumnName.Of(value); } = "LogDensity";
}
