using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Mixtures.Noise;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Parts;
using Mixtura.Mixtures.Search;

namespace Mixtura.Families.Columns;

/// <summary>Mixtures over columns of different kinds (categories, counts, numbers) that are independent of each other within a component: p(x) = Σₖ πₖ Π_b fₖᵇ(x_b).</summary>
public static class ColumnsMixture
{
    /// <summary>The kind of component.</summary>
    /// <param name="parts">What each column is: every column of the data belongs to one part.</param>
    /// <exception cref="InputException">A column belongs to two parts, or to none.</exception>
    public static ComponentKind Kind(params IReadOnlyList<ColumnsPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        int count = parts.Sum(static part => part.Columns.Count);
        var seen = new HashSet<int>();
        foreach (int column in parts.SelectMany(static part => part.Columns))
        {
            if (!seen.Add(column) || column < 0 || column >= count)
            {
                throw new InputException($"Column {column} belongs to two kinds, or one before it to none. Name every column from 0 to {count - 1} once.");
            }
        }

        return parts.Count > 0 ? new ColumnsKind([.. parts]) : throw new InputException("There is no column. Name at least one.");
    }

    /// <summary>The columns of a mixture that form its block of numbers, in the block's order; none where there is no such block.</summary>
    public static int[] NumericColumns(Mixture mixture) => NumericPart(mixture)?.Part.Columns ?? [];

    /// <summary>What the block of numbers is of, such as <c>gaussian</c>; empty where there is no such block.</summary>
    public static string NumericFamily(Mixture mixture) => NumericPart(mixture)?.Family.Name ?? string.Empty;

    /// <summary>The parameters of the block of numbers by name, without weights.</summary>
    internal static IReadOnlyList<ParameterArray> NumericArrays(Mixture mixture) => NumericPart(mixture) is var (family, part)
        ? [.. family.Describe(part.Model).Where(static array => !string.Equals(array.Name, "weights", StringComparison.Ordinal))]
        : [];

    /// <summary>What the covariances of a mixture's numbers have in common; null where it has no numbers.</summary>
    public static CovarianceStructure? StructureOf(Mixture mixture) => NumericPart(mixture) is var (family, part) && family.StructureOf(part.Model) is { } name
        ? CovarianceStructure.Find(name)
        : null;

    private static (FamilyPart Family, PartModel Part)? NumericPart(Mixture mixture)
    {
        if (mixture.WithoutNoise is not Mixture<ColumnsParameters, ColumnsStatistics> { Kind: ColumnsFamily family, Model: var model })
        {
            return null;
        }

        var found = model.Parts.FirstOrDefault(part => family.Kinds[part.Kind].Family.Name is not ("categorical" or "poisson"));
        return found is null ? null : (family.Kinds[found.Kind].Family, found);
    }

    private sealed class ColumnsKind(ColumnsPart[] parts) : ComponentKind("mixed")
    {
        public override string? StructureName => Array.Find(parts, static part => part.Structure is not null)?.Structure?.Name;

        public override string Title => Array.Find(parts, static part => part.Structure is not null)?.Structure?.MclustName ?? Name;

        private ColumnsPart[] Parts => parts;

        internal override string? PriorName
        {
            get
            {
                string[] names = [.. parts.Select(static part => part.Kind.PriorName).OfType<string>().Distinct(StringComparer.Ordinal)];
                return names.Length == 0 ? null : string.Join(" and ", names);
            }
        }

        internal override MixtureFit Fit(
            IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
        {
            int columns = parts.Sum(static part => part.Columns.Count);
            if (rows.Columns != columns)
            {
                throw new InputException($"The kinds of {Counted.Of(columns, "column")} are given, the data have {Counted.Of(rows.Columns, "column")}. Say what each is.");
            }

            ColumnsFamily FamilyFor(IRowSource over) => new(Array.ConvertAll(parts, part => part.For(over, components, options, cancellationToken)));
            var fit = new MixtureFitter<ColumnsParameters, ColumnsStatistics>(FamilyFor(rows), rows, components, options, progress, cancellationToken) { Hints = hints, FamilyFor = FamilyFor }.Fit();
            return fit with { Model = Settled(fit.Model), PriorName = PriorName };
        }

        internal override MixtureFit FitWithNoise(NoiseRequest request) => new NoisyFitter<ColumnsParameters, ColumnsStatistics>(request)
        {
            FamilyFor = over => new ColumnsFamily(Array.ConvertAll(parts, part => part.For(over, request.Components, request.Options, request.CancellationToken))),
            Mixture = model => new Mixture<ColumnsParameters, ColumnsStatistics>(Unguarded(), model, request.Rows.FeatureNames),
        }.Fit();

        internal override MixtureFit FitWithLabels(LabelRequest request) => new LabelledFitter<ColumnsParameters, ColumnsStatistics>(request)
        {
            FamilyFor = over => new ColumnsFamily(Array.ConvertAll(parts, part => part.For(over, request.Components, request.Options, request.CancellationToken))),
            Mixture = model => Settled(new Mixture<ColumnsParameters, ColumnsStatistics>(Unguarded(), model, request.Rows.FeatureNames)),
        }.Fit();

        internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
            OnlineFit<ColumnsParameters, ColumnsStatistics>.From(
                known.Seen is { } rows ? new ColumnsFamily(Array.ConvertAll(parts, part => part.For(rows, start.Components, options, cancellationToken))) : Unguarded(),
                start, known, online, (model, names) => Settled(new Mixture<ColumnsParameters, ColumnsStatistics>(Unguarded(), model, names)));

        internal override int ParameterCount(DataSummary summary, int components)
        {
            var family = Unguarded();
            return family.ParameterCount(family.Pooled(summary, components));
        }

        internal override void CheckRows(IRowSource rows, int threads, CancellationToken cancellationToken) => RowFaults.Check(Unguarded(), rows, threads, cancellationToken);

        internal override bool IsNarrowerThan(ComponentKind other) =>
            other is ColumnsKind wide && wide.Parts.Length == parts.Length && parts.Zip(wide.Parts).All(static pair => pair.First.IsNarrowerThan(pair.Second))
            && parts.Zip(wide.Parts).Any(static pair => pair.First.Structure != pair.Second.Structure);

        public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null)
        {
            var family = Unguarded();
            return new Mixture<ColumnsParameters, ColumnsStatistics>(family, family.Create(parameters), featureNames);
        }

        // each part's M-step has the weights to its own last bit; from a file they all have the same
        private Mixture<ColumnsParameters, ColumnsStatistics> Settled(Mixture<ColumnsParameters, ColumnsStatistics> mixture)
        {
            double[] weights = mixture.Weights.ToArray();
            var family = Unguarded();
            return new(family, family.Compose([.. weights.Select((weight, k) => new ComponentOf<ColumnsParameters>(mixture.Model, k, weight))]), mixture.FeatureNames);
        }

        private ColumnsFamily Unguarded() => new(Array.ConvertAll(parts, static part => part.Unguarded()));
    }
}
