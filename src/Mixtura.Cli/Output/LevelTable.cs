using System.Text;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>The probabilities of the levels of categorical features, a line a level, a column a component.</summary>
internal static class LevelTable
{
    private const int MostComponentsAcross = 8;

    // a longer table is no longer read
    private const int MostLevels = 20;

    /// <summary>Writes the table; nothing where no feature is categorical.</summary>
    public static void Write(Mixture model, int[] components, StringBuilder text)
    {
        int[] features = [.. Enumerable.Range(0, model.Features).Where(j => model.LevelsOf(j).Count > 0)];
        if (features.Length == 0)
        {
            return;
        }

        for (int first = 0; first < components.Length; first += MostComponentsAcross)
        {
            int[] across = [.. components.Skip(first).Take(MostComponentsAcross)];
            text.Append("\nProbabilities of levels, a column a component\n");
            var table = new TextTable(["feature", "level", .. across.Select(static k => Shown.Count(k))]);
            foreach (int feature in features)
            {
                Add(table, model, feature, across);
            }

            table.WriteTo(text);
        }
    }

    private static void Add(TextTable table, Mixture model, int feature, int[] components)
    {
        var levels = model.LevelsOf(feature);
        double[][] probabilities = [.. components.Select(k => model.LevelProbabilities(k, feature))];
        int[] shown = [.. Enumerable.Range(0, levels.Count).OrderByDescending(l => probabilities.Max(one => one[l])).Take(MostLevels).Order()];
        for (int i = 0; i < shown.Length; i++)
        {
            table.Add([i == 0 ? model.FeatureName(feature) : string.Empty, levels[shown[i]], .. probabilities.Select(one => Shown.Share(one[shown[i]]))]);
        }

        if (shown.Length < levels.Count)
        {
            table.Add([string.Empty, $"… {Shown.Count(levels.Count - shown.Length)} more", .. components.Select(static _ => string.Empty)]);
        }
    }
}
