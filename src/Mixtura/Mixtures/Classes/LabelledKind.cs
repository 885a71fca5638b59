using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Classes;

/// <summary>A kind of component, the classes of some rows known.</summary>
/// <param name="kind">The kind of the components.</param>
/// <param name="labels">What is known.</param>
/// <param name="perClass">The components of each class.</param>
internal sealed class LabelledKind(ComponentKind kind, KnownLabels labels, int[] perClass) : ComponentKind(kind.Name)
{
    /// <inheritdoc/>
    public override string? StructureName => kind.StructureName;

    /// <inheritdoc/>
    public override string Title => kind.Title;

    /// <inheritdoc/>
    internal override string? PriorName => kind.PriorName;

    /// <inheritdoc/>
    internal override MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        if (rows.Rows != labels.Rows)
        {
            throw new InputException($"There are {Counted.Of(rows.Rows, "row")} and {Counted.Of(labels.Rows, "label")}. Give one label a row, null where it is not known.");
        }

        if (options.Fixed is not null)
        {
            throw new InputException("Parts do not stay fixed where labels are known. Leave one of them out.");
        }

        int least = perClass.Sum();
        if (components < least)
        {
            throw new InputException(
                $"{Counted.Of(labels.Classes.Count, "class", "classes")} ({NameList.Of(labels.Classes)}) want {Counted.Of(least, "component")}, {components} {(components == 1 ? "is" : "are")} asked for. Ask for {least}, or more: the others then stand for no class.");
        }

        if (components > least && labels.KnownRows == labels.Rows)
        {
            throw new InputException($"Every row has a known class, so that {(components - least == 1 ? "the component" : "components")} beyond the {least} of the classes would hold no row. Ask for {least}, or for more components a class.");
        }

        return kind.FitWithLabels(new LabelRequest(kind, rows, components, labels, perClass, options, progress, cancellationToken));
    }

    /// <inheritdoc/>
    internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
        throw new InputException("On-line EM cannot learn from known labels. Fit all rows at once.");

    /// <inheritdoc/>
    internal override int ParameterCount(DataSummary summary, int components) => kind.ParameterCount(summary, components);

    /// <summary>As many as the classes want; or more, where there are rows that may be of none.</summary>
    internal override bool CanHave(int components) => components == perClass.Sum() || (components > perClass.Sum() && labels.KnownRows < labels.Rows);

    /// <inheritdoc/>
    internal override void CheckRows(IRowSource rows, int threads, CancellationToken cancellationToken) => kind.CheckRows(rows, threads, cancellationToken);

    /// <inheritdoc/>
    public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null) => kind.Create(parameters, featureNames);
}
