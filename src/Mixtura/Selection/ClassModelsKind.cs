using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Search;

namespace Mixtura.Selection;

/// <summary>Gaussians of which each class has its own number and structure, chosen by its rows alone (Fraley and Raftery 2002, MclustDA). With all classes known the likelihood falls into those of the classes, so nothing is lost by it.</summary>
/// <param name="counts">The numbers of components to choose among.</param>
/// <param name="structures">The structures to choose among.</param>
/// <param name="criterion">What chooses.</param>
internal sealed class ClassModelsKind(int[] counts, CovarianceStructure[] structures, Criterion criterion) : ComponentKind("gaussian")
{
    private const string Initial = "class models";

    internal override MixtureFit FitWithLabels(LabelRequest request)
    {
        RequireLabels(request);
        var labels = request.Labels;
        SelectionResult[] results = [.. Enumerable.Range(0, labels.Classes.Count).Select(known => Search(request, known))];
        SelectionCandidate[] chosen = [.. results.Select(static result => result.Best!)];
        double total = chosen.Sum(static one => one.Fit!.Score.TotalWeight);
        var joined = Joined([.. chosen.Select(one => (one.Gaussian!, one.Fit!.Score.TotalWeight / total))], labels);
        var scored = Scored(request, joined, [.. chosen.Select(static one => one.Components)]);

        // the classes' shares, and what each class has
        int parameters = chosen.Length - 1 + chosen.Sum(static one => one.Fit!.Model.ParameterCount);
        var score = scored.Score;
        return scored with
        {
            StopReason = scored.StopReason == StopReason.Cancelled ? StopReason.Cancelled
                : Array.Find(chosen, static one => one.Fit!.StopReason != StopReason.Converged)?.Fit!.StopReason ?? StopReason.Converged,
            FixedParameters = scored.Model.ParameterCount - parameters,
            Score = score with { Criteria = InformationCriteria.Of(score.LogLikelihood, parameters, score.TotalWeight, score.Entropy) },
            DataPasses = chosen.Select(one => one.Fit!.DataPasses * one.Fit.Score.TotalWeight / total).Sum() + scored.DataPasses,
            Initialization = Initial,
            PriorName = chosen[0].Fit!.PriorName,
            Warnings =
            [
                .. scored.Warnings.Where(static warning => !string.Equals(warning, FitWarnings.NotConverged(0), StringComparison.Ordinal)),
                .. results.Index().SelectMany(one => one.Item.Shortcomings.Select(warning => $"Class '{labels.Classes[one.Index]}': {warning}")),
            ],
            ClassModels = [.. chosen.Select((one, known) => ModelOf(one, labels.Classes[known]))],
        };
    }

    /// <inheritdoc/>
    internal override MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        throw new InputException("Classes have models of their own where they are known. Give the classes of all rows.");

    /// <inheritdoc/>
    internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
        throw new InputException("On-line EM cannot learn from known labels. Fit all rows at once.");

    /// <inheritdoc/>
    internal override int ParameterCount(DataSummary summary, int components) => GaussianMixture.Kind().ParameterCount(summary, components);

    /// <inheritdoc/>
    public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null) => GaussianMixture.Kind().Create(parameters, featureNames);

    // as it stands: what is degenerate the fits of the classes have judged, each by its own structure
    private MixtureFit<Mixture> Scored(LabelRequest request, Mixture joined, int[] perClass)
    {
        var options = request.Options with
        {
            Start = joined,
            Order = request.Options.Order == ComponentOrder.ByWeight ? ComponentOrder.Kept : request.Options.Order,
            Em = request.Options.Em with { MaxIterations = 0 },
        };
        return new LabelledFitter<GaussianParameters, GaussianStatistics>(request with { Kind = this, Components = joined.Components, PerClass = perClass, Options = options })
        {
            FamilyFor = static _ => new GaussianFamily(0, null),
            Mixture = model => new GaussianMixture(model, request.Rows.FeatureNames),
        }.Fit();
    }

    private static void RequireLabels(LabelRequest request)
    {
        ClassMatching.CheckWeights(request.Rows, request.Labels, request.CancellationToken);
        long unknown = 0;
        request.Rows.ForEachBlock(
            SlotPartition.BlockRows,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    unknown += block.Weights[i] > 0 && request.Labels[block.FirstRow + i] < 0 ? 1 : 0;
                }
            },
            request.CancellationToken);
        if (unknown > 0)
        {
            throw new InputException($"The class of {Counted.Of(unknown, "row")} is not known, and where classes have models of their own all are needed. Leave such rows out, or choose one structure for all classes.");
        }
    }

    private SelectionResult Search(LabelRequest request, int known)
    {
        string name = request.Labels.Classes[known];
        try
        {
            var own = ClassRows.Of(request.Rows, request.Labels, known, request.CancellationToken);
            int[] possible = [.. counts.Where(count => count <= own.Rows)];
            if (possible.Length == 0)
            {
                throw new InputException($"it has {Counted.Of(own.Rows, "row")} for {Counted.Of(counts[0], "component")} or more. Ask for fewer components a class.");
            }

            var options = request.Options with { Start = null, Order = ComponentOrder.ByWeight, Em = request.Options.Em with { KeepPath = false } };
            var result = ModelSelection.Search(own, possible, structures, criterion, new SelectionOptions { Fit = options }, null, request.CancellationToken);
            request.CancellationToken.ThrowIfCancellationRequested();
            return result.Best is not null ? result : throw new InputException($"no mixture fits its rows: {result.Candidates[0].Why} Give it more rows, or narrower structures.");
        }
        catch (InputException failure)
        {
            throw failure.At($"Class '{name}'");
        }
    }

    private static Mixture Joined((GaussianMixture Model, double Share)[] parts, KnownLabels labels)
    {
        double[] weights = [.. parts.SelectMany(static part => part.Model.Weights.ToArray().Select(weight => weight * part.Share))];
        var means = RowMatrix.Copy([.. parts.SelectMany(static part => Enumerable.Range(0, part.Model.Components).Select(k => part.Model.Means.Row(k).ToArray()))]);
        RowMatrix[] covariances = [.. parts.SelectMany(static part => Enumerable.Range(0, part.Model.Components).Select(part.Model.CovarianceOf))];
        var classes = ComponentClasses.Of([.. parts.SelectMany((part, known) => Enumerable.Repeat<string?>(labels.Classes[known], part.Model.Components))]);
        return GaussianMixture.Create(weights, means, covariances, featureNames: parts[0].Model.FeatureNames).WithClasses(classes);
    }

    private static ClassModel ModelOf(SelectionCandidate one, string name) => new(
        name, one.Components, one.Covariance!.Name, one.Fit!.Score.TotalWeight, one.Fit.Score.LogLikelihood, one.Fit.Model.ParameterCount, one.Fit.Criteria.Bic);
}
