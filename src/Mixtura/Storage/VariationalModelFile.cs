using Mixtura.Bayesian;

namespace Mixtura.Storage;

/// <summary>Variational mixtures as JSON: <c>mixtura.variational-gaussian-mixture</c>, version 1.</summary>
public static class VariationalModelFile
{
    /// <summary>Writes a fitted variational mixture, as <see cref="ModelFile.Save(Mixtures.MixtureFit, Stream)"/> does.</summary>
    /// <exception cref="Data.InputException">Two features have the same name: the file could not be read again.</exception>
    public static void Save(VariationalFit fit, Stream stream) => ModelFile.Save(fit, stream);
}
