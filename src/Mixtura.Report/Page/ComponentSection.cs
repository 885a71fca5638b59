using System.Globalization;
using Mixtura.Mixtures;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The parameters, as a table.</summary>
internal static class ComponentSection
{
    // what a page of full width shows without scrolling; one fewer beside names, and beside classes
    private const int MostColumns = 4;

    // more tables are no longer read
    private const int MostFeatures = 120;

    public static void Write(HtmlText page, ReportView view)
    {
        page.Section("components", "Components", content =>
        {
            int left = view.Model.Components - view.Drawn.Length;
            string empty = left > 0 ? $" {Plural(left, "component")} that hold next to no data are as the prior has them, and left out." : string.Empty;
            content.Paragraph($"Components are counted from 0. Effective rows are the sum of the responsibilities; beside them the rows for which the component is the most probable.{empty}");
            if (view.Numbers.Length > MostFeatures)
            {
                content.Paragraph($"Shown are the {Number(view.Telling.Length)} of {Number(view.Numbers.Length)} features in which the components differ most; all are in the model file.");
                Table(content, view, view.Telling, isFirst: true);
            }

            int columns = Math.Max(1, MostColumns - NameHeads(view).Length - Own(view).Length);
            for (int from = 0; view.Numbers.Length <= MostFeatures && (from == 0 || from < view.Numbers.Length); from += columns)
            {
                Table(content, view, [.. view.Numbers.Skip(from).Take(columns)], from == 0);
            }

            if (view.Categories.Length > 0)
            {
                Levels(content, view);
            }

            CovarianceTables.Write(content, view);
        });
    }

    private static void Levels(HtmlText page, ReportView view) => page.Table(
        "Probabilities of the levels of categorical features within each component",
        ["feature", "level", .. view.Drawn.Select(static k => "component " + Number(k))],
        view.Categories.Take(MostFeatures).SelectMany(feature => view.Model.LevelsOf(feature).Select((level, l) => (IReadOnlyList<string>)
        [
            view.Names[feature], level, .. view.Drawn.Select(k => view.Model.LevelProbabilities(k, feature)[l].ToString("F4", CultureInfo.InvariantCulture)),
        ])));

    private static void Table(HtmlText page, ReportView view, int[] features, bool isFirst) => page.Table(
        !isFirst ? "The same, further features" : features.Length == 0 ? "Weight and effective rows" : "Weight, effective rows, then mean ± standard deviation of each feature",
        ["component", .. NameHeads(view), "weight", .. OwnHeads(view, isFirst), "effective rows", "most probable for", .. features.Select(j => view.Names[j])],
        Components(view, features, isFirst).Concat(Noise(view, features, isFirst)));

    // what components are called beside their numbers
    private static string[] NameHeads(ReportView view) => [.. view.Model.ComponentNames.Count > 0 ? ["name"] : (string[])[], .. view.Model.Classes is null ? (string[])[] : ["class"]];

    private static string[] NamesOf(ReportView view, int component) =>
    [
        .. view.Model.ComponentNames.Count > 0 ? [view.Model.ComponentNames[component]] : (string[])[],
        .. view.Model.Classes is { } classes ? [classes.NameOf(component) ?? "–"] : (string[])[],
    ];

    // what components have one of beside their weight stands in the first table
    private static string[] OwnHeads(ReportView view, bool isFirst) => isFirst ? [.. Own(view).Select(OwnParameters.NameOf)] : [];

    // of a posterior they are numbers of the prior's making, which nobody asks for
    private static ParameterArray[] Own(ReportView view) => view.IsVariational ? [] : OwnParameters.Of(view.Model);

    private static IEnumerable<IReadOnlyList<string>> Components(ReportView view, int[] features, bool isFirst) =>
        view.Drawn.Select(k => (IReadOnlyList<string>)
        [
            Number(k), .. NamesOf(view, k), view.Model.Weights.Span[k].ToString("F4", CultureInfo.InvariantCulture), .. isFirst ? Own(view).Select(array => Shown(array.Values[k])) : [], view.Survey.EffectiveRows[k].ToString("N1", CultureInfo.InvariantCulture), Count(view.Survey.Assigned[k]),
            .. features.Select(j => MeanAndDeviation.Text(view.Model, k, j, view.Mean(k, j), view.Deviation(k, j))),
        ]);

    private static IEnumerable<IReadOnlyList<string>> Noise(ReportView view, int[] features, bool isFirst) => view.Model.Noise is not { } noise ? [] :
    [
        [
            "noise", .. NameHeads(view).Select(static _ => "–"), noise.Weight.ToString("F4", CultureInfo.InvariantCulture), .. OwnHeads(view, isFirst).Select(static _ => "–"), view.Survey.EffectiveNoise.ToString("N1", CultureInfo.InvariantCulture), Count(view.Survey.AssignedNoise),
            .. features.Select(static _ => "–"),
        ],
    ];
}
