namespace Mixtura.Mixtures.Search;

/// <summary>A few rows with what the components that are held fixed make of them.</summary>
/// <param name="Values">Row after row.</param>
/// <param name="Weights">One a row.</param>
/// <param name="Background">The log joint density of the fixed components together, less the log of the few's share of the weight; empty for none.</param>
internal sealed record LocalRows(double[] Values, double[] Weights, double[] Background)
{
    /// <summary>The number of rows.</summary>
    public int Count => Weights.Length;
}

/// <summary>Where a <see cref="LocalFit{TModel, TStatistics}"/> led.</summary>
/// <param name="Model">The few components; their weights sum to 1.</param>
/// <param name="Objective">Σᵢ wᵢ log density over its rows.</param>
internal sealed record LocalOutcome<TModel>(TModel Model, double Objective);
