using System.Globalization;
using System.Text;
using Mixtura.Cli.Output;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>What a person reads after a selection: the table, the best three, the winner.</summary>
internal sealed class SelectionSummary(RowFile rows, SelectionResult result, SelectionExtras extras, CancellationToken cancellationToken)
{
    private const int StructuresAcross = 7;
    private const int Top = 3;
    private const int MostReasons = 5;

    // a row may well count less than once, but not most of them
    private const double LightShare = 0.5;

    private readonly ComponentKind[] kinds = [.. result.Candidates.Select(static candidate => candidate.Kind).Distinct()];
    private readonly int[] counts = [.. result.Candidates.Select(static candidate => candidate.Components).Distinct().Order()];

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{rows.Name}: {Shown.Count(rows.Rows, "row")}, {Shown.Count(rows.Columns, "feature")}\n");
        text.Append(GapText.Of(result.Best?.Fit!.Missing, result.Best?.Fit!.WeightedRows ?? 0));
        text.Append(CultureInfo.InvariantCulture, $"{KindName.Of(kinds[0].Name)} mixtures by {CriterionName.Sentence(result.Criterion)}; components down{(HasStructures ? ", structures across" : string.Empty)}\n");
        text.Append(rows.Columns == 1 && HasStructures ? "One feature has two structures: one variance for all components (EEE; mclust's E), or one for each (VVV; mclust's V)\n\n" : "\n");
        WriteTable(text);
        WriteTop(text);
        WriteWinner(text);
        WriteTests(text);
        WriteMerging(text);
        WriteReasons(text);
        return text.ToString();
    }

    /// <summary>How far the best structure of every K falls short of the winner.</summary>
    public IEnumerable<TerminalBar> Bars() =>
        from count in counts
        let best = result.Ranking.FirstOrDefault(one => one.Components == count)
        where best is not null
        select new TerminalBar(
            $"K {Shown.Count(count)}{(HasStructures ? " " + best.Kind.Title : string.Empty)}", Math.Abs(best.Value(result.Criterion) - result.Best!.Value(result.Criterion)), ReferenceEquals(best, result.Best));

    private void WriteTable(StringBuilder text)
    {
        for (int first = 0; first < kinds.Length; first += StructuresAcross)
        {
            var across = kinds.Skip(first).Take(StructuresAcross).ToArray();
            var table = new TextTable(["K", .. across.Select(kind => HasStructures ? kind.Title : CriterionName.Short(result.Criterion))]);
            foreach (int count in counts)
            {
                table.Add([Shown.Count(count), .. across.Select(kind => Cell(kind, count))]);
            }

            table.WriteTo(text);
            text.Append('\n');
        }

        if (result.Ranking.Any(static candidate => candidate.Reservation is not null))
        {
            text.Append("* not converged, or more parameters than rows: ranks behind the others\n\n");
        }
    }

    private bool HasStructures => kinds[0].StructureName is not null;

    private string Cell(ComponentKind kind, int count)
    {
        var candidate = result.Candidates.SingleOrDefault(one => one.Kind == kind && one.Components == count);
        return candidate is null ? string.Empty : !candidate.IsSound ? "–" : CriterionName.Shown(candidate.Value(result.Criterion)) + (candidate.Reservation is null ? string.Empty : "*");
    }

    private void WriteTop(StringBuilder text)
    {
        if (result.Best is null)
        {
            text.Append("No candidate has a sound fit.\n");
            return;
        }

        text.Append("The best:\n");
        string[] structure = HasStructures ? ["structure"] : [];
        var table = new TextTable([.. structure, "K", "value", "log-likelihood", "parameters"]);
        foreach (var candidate in result.Ranking.Take(Top))
        {
            string[] names = candidate.Covariance is { } own ? [Names(own)] : [];
            table.Add([
                .. names, Shown.Count(candidate.Components), CriterionName.Shown(candidate.Value(result.Criterion)),
                Shown.Total(candidate.Fit!.Score.LogLikelihood), Shown.Count(candidate.Fit.Model.ParameterCount)]);
        }

        table.WriteTo(text);
    }

    private static string Names(CovarianceStructure structure) =>
        structure.Name.Equals(structure.MclustName, StringComparison.Ordinal) ? structure.Name : $"{structure.Name} ({structure.MclustName})";

    private void WriteWinner(StringBuilder text)
    {
        if (result.Best is not { } best)
        {
            return;
        }

        ComponentTable.Write(best.Fit!.Model, text.Append('\n'));
        if (best.Fit.Classification is { } classification)
        {
            ClassificationText.Write(text.Append('\n'), classification, rows.Labels!.Column);
        }
        else if (rows.Labels is { } labels)
        {
            LabelAgreement.Write(text.Append('\n'), best.Fit.Model, rows, labels, null, cancellationToken);
        }
    }

    private void WriteTests(StringBuilder text)
    {
        if (extras.Tests is not { } tests)
        {
            return;
        }

        text.Append("\nBootstrapped likelihood ratio, K against K + 1 components\n");
        var table = new TextTable("K", "2 log ratio", "p", "replicates");
        foreach (var test in tests)
        {
            table.Add(Shown.Count(test.Components), Shown.Value(test.Statistic), Shown.Share(test.PValue), Shown.Count(test.Replicates.Count));
        }

        table.WriteTo(text);
        var last = tests[^1];
        text.Append(last.PValue <= BootstrapLikelihoodRatio.Level
            ? string.Create(CultureInfo.InvariantCulture, $"More than {Shown.Count(last.Components, "component")} at the level {BootstrapLikelihoodRatio.Level}; more were not tried.\n")
            : string.Create(CultureInfo.InvariantCulture, $"{Shown.Count(last.Components, "component")}: one more is not called for at the level {BootstrapLikelihoodRatio.Level}.\n"));
    }

    private void WriteMerging(StringBuilder text)
    {
        if (extras.Merging is not { } merging)
        {
            return;
        }

        text.Append("\nComponents merged into clusters, those first whose union loses most entropy\n");
        var table = new TextTable("clusters", "entropy", "merged last");
        for (int clusters = merging.Components; clusters >= 1; clusters--)
        {
            table.Add(Shown.Count(clusters), Shown.Total(merging.Entropies[clusters - 1]), clusters == merging.Components ? string.Empty : string.Join(" + ", merging.MergedTo(clusters).Select(static k => Shown.Count(k))));
        }

        table.WriteTo(text);
        string why = merging.HasBend ? "where the entropy's line bends" : merging.Components > 2 ? "as many as components, which share next to no rows" : "as many as components: the line of fewer than three has no bend";
        text.Append(CultureInfo.InvariantCulture, $"{Shown.Count(merging.SuggestedClusters, "cluster")}, {why}: {string.Join(" | ", merging.Clusters(merging.SuggestedClusters).Select(static cluster => string.Join(" ", cluster)))}\n");
    }

    // weights that were made to sum to 1 leave the criteria no rows to count
    private IEnumerable<string> LightWeights()
    {
        if (rows.IsWeighted && result.Best?.Fit!.Score.TotalWeight is { } weight && weight < LightShare * rows.Rows)
        {
            yield return $"The weights sum to {Shown.Value(weight)}, and that is the number of rows that the criteria count. Where they are shares, multiply them so that they sum to {Shown.Count(rows.Rows)}.";
        }
    }

    private void WriteReasons(StringBuilder text)
    {
        string[] warnings = [.. result.Warnings, .. LightWeights()];
        text.Append(warnings.Length > 0 ? "\n" : string.Empty);
        foreach (string warning in warnings)
        {
            text.Append("Warning: ").Append(warning).Append('\n');
        }

        var empty = result.Candidates.Where(static candidate => !candidate.IsSound).ToList();
        foreach (var candidate in empty.Take(MostReasons))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {candidate.Kind.Title} with {candidate.Components}: {candidate.Why}\n");
        }

        if (empty.Count > MostReasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {empty.Count - MostReasons} more; --table has all reasons\n");
        }
    }
}
