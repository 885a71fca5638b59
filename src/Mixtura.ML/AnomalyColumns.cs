namespace Mixtura.ML;

/// <summary>What the columns that a detector of anomalies adds are called.</summary>
public sealed record AnomalyColumns
{
    /// <summary>Whether the log density is below the threshold, a boolean; false where a value is missing that is not integrated out.</summary>
    /// <value><c>PredictedLabel</c> by default.</value>
    public string PredictedLabel { get; init => field = ColumnName.Of(value); } = "PredictedLabel";

    /// <summary>−log p(x), a float, in nats: the larger, the more unusual.</summary>
    /// <value><c>Score</c> by default.</value>
    public string Score { get; init => field = ColumnName.Of(value); } = "Score";

    /// <summary>log p(x), a double, in nats.</summary>
    /// <value><c>LogDensity</c> by default.</value>
    public string LogDensity { get; init => field = ColumnName.Of(value); } = "LogDensity";
}
