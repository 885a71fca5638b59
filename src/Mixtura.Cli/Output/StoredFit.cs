using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Output;

/// <summary>A fit as it is stored: with what was assumed when its data were read.</summary>
internal static class StoredFit
{
    public static StoredModel Of(MixtureFit fit, RowFile rows, ComponentMerging? merging = null) => new(fit.Model, FitRecord.Of(fit) with { Reading = rows.Reading.Found, Merging = merging });
}
