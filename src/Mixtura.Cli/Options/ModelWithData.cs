using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Options;

/// <summary>A model and rows whose columns are its features, in its order.</summary>
internal sealed record ModelWithData(Mixture Model, RowFile Rows) : IDisposable
{
    /// <summary>The parameters that the fit held as they were, and that criteria do not count.</summary>
    public int FixedParameters { get; init; }

    public void Dispose() => Rows.Dispose();
}
