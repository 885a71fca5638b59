using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Options;

/// <summary>A model and rows whose columns are its features, in its order.</summary>
internal sealed record ModelWithData(Mixture Model, RowFile Rows) : IDisposable
{
    public void Dispose() => Rows.Dispose();
}
