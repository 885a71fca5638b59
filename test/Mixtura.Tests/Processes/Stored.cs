using System.Text;
using Mixtura.Mixtures;
using Mixtura.Storage;

namespace Mixtura.Tests.Processes;

/// <summary>A fit as its file: every figure, bit for bit.</summary>
internal static class Stored
{
    public static string Of(MixtureFit fit)
    {
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
