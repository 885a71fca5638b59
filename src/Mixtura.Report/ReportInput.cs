using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Report;

/// <summary>What a report is about.</summary>
/// <param name="Model">The mixture.</param>
/// <param name="Rows">The data, columns in the model's order, weights where they have some.</param>
public sealed record ReportInput(Mixture Model, IRowSource Rows)
{
    /// <summary>What the page calls the data.</summary>
    /// <value>The file's name for a <see cref="RowFile"/>, else «data».</value>
    public string Name { get; init; } = Rows is RowFile file && System.IO.Path.GetFileName(file.Name) is { Length: > 0 } name ? name : "data";

    /// <summary>How the model was fitted; null where that is not known.</summary>
    /// <value>null by default.</value>
    public FitRecord? Fit { get; init; }

    /// <summary>The known class of every row, beside which the components are put.</summary>
    /// <value>Those of a <see cref="RowFile"/>, else null.</value>
    public RowLabels? Labels { get; init; } = (Rows as RowFile)?.Labels;

    /// <summary>The two features of the picture that comes first, counted from 0.</summary>
    /// <value>null by default: those in which the components differ most.</value>
    public (int First, int Second)? Features { get; init; }

    /// <summary>The candidates among which the model was selected; empty for a single fit.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<ReportCandidate> Candidates { get; init; } = [];

    /// <summary>What ranked the candidates that are not variational.</summary>
    /// <value>BIC by default.</value>
    public Criterion Criterion { get; init; } = Criterion.Bic;

    /// <summary>Bootstrapped likelihood-ratio tests of K against K + 1 components; empty where there are none.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<LikelihoodRatioTest> RatioTests { get; init; } = [];

    /// <summary>Parameters with their standard errors and intervals; empty where they are not known.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<ReportInterval> Intervals { get; init; } = [];

    /// <summary>What the reader should know besides the fit's own warnings; shown first, with them.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The option that keeps the iterations for the page to replay, as the reader of the page knows it.</summary>
    /// <value><c>EmOptions.KeepPath</c> by default.</value>
    public string KeepPathOption { get; init; } = "EmOptions.KeepPath";

    /// <summary>The number of threads that score rows.</summary>
    /// <value>null by default: all processors.</value>
    public int? Threads { get; init; }

    /// <summary>A report of a fit.</summary>
    public static ReportInput Of(MixtureFit fit, IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new ReportInput(fit.Model, rows) { Fit = FitRecord.Of(fit) };
    }

    /// <summary>A report of a model from a file.</summary>
    public static ReportInput Of(StoredModel stored, IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new ReportInput(stored.Model, rows) { Fit = stored.Fit };
    }
}
