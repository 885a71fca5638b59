using System.Text.Json;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>How models of one kind stand in a file, between what every format begins and ends with.</summary>
/// <param name="name">The format's name in the file.</param>
/// <param name="family">The kind of component.</param>
internal abstract class ModelFormat(string name, string family)
{
    /// <summary>The format's name in the file.</summary>
    public string Name => name;

    /// <summary>The kind of component.</summary>
    public string Family => family;

    /// <summary>Whether it is the format of a kind of component.</summary>
    public virtual bool Has(string family) => string.Equals(Family, family, StringComparison.Ordinal);

    /// <summary>Writes the parameters.</summary>
    public abstract void Write(Mixture model, Utf8JsonWriter writer);

    /// <summary>Reads the model.</summary>
    /// <param name="root">The whole file.</param>
    /// <param name="features">The names of the features.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="Data.InputException">A parameter is missing or cannot be.</exception>
    public abstract Mixture Read(JsonElement root, IReadOnlyList<string> features, string file);
}
