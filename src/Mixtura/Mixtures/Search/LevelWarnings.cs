using Mixtura.Data;

namespace Mixtura.Mixtures.Search;

/// <summary>What should be known of a mixture with categorical features.</summary>
internal static class LevelWarnings
{
    /// <summary>The sentences; none where there are no levels.</summary>
    public static IEnumerable<string> Of(Mixture model, DataSummary summary)
    {
        int[] categorical = [.. Enumerable.Range(0, model.Features).Where(j => model.LevelsOf(j).Count > 0)];
        foreach (int feature in categorical.Where(j => model.LevelsOf(j).Count > Math.Max(2, summary.WeightedRows / 2)))
        {
            yield return $"{FeatureNames.Capitalized(model.FeatureNames, feature)} has {model.LevelsOf(feature).Count} levels in {Counted.Of(summary.WeightedRows, "row")}: it tells rows apart, not kinds of rows. Leave it out.";
        }

        // NaN where a feature has no levels
        double tells = TableFit.CellsOf(model) - 1;
        if (tells < model.ParameterCount)
        {
            yield return TooManyParameters(model, $"the {tells + 1:R} cells of the table of their levels tell {tells:R} at most");
        }
        else if (categorical.Length > 0 && summary.TotalWeight < model.ParameterCount)
        {
            yield return TooManyParameters(model, $"there are {summary.TotalWeight:R} rows");
        }
    }

    // different ones describe the data equally well
    private static string TooManyParameters(Mixture model, string limit) =>
        $"The model has {Counted.Of(model.ParameterCount, "parameter")}, but {limit}: other parameters describe the data as well. Ask for fewer components, or leave features out.";
}
