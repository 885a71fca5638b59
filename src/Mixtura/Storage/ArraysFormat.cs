using System.Text.Json;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Parameters as arrays by their names, for any kind of component.</summary>
/// <param name="name">The format's name in the file.</param>
/// <param name="family">What the family is called.</param>
/// <param name="kind">The kind that makes models of them; null where they are only written.</param>
internal class ArraysFormat(string name, string family, ComponentKind? kind) : ModelFormat(name, family)
{
    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        foreach (var array in model.ParameterArrays)
        {
            ModelText.Write(writer, array.Name, array.Values.ToArray(), array.Shape.ToArray());
        }
    }

    /// <inheritdoc/>
    public override Mixture Read(JsonElement root, IReadOnlyList<string> features, string file)
    {
        var arrays = new Dictionary<string, ParameterArray>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject().Where(static one => one.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Number))
        {
            if (NestedNumbers.TryRead(property.Name, property.Value) is { } array)
            {
                arrays[property.Name] = array;
            }
        }

        try
        {
            return KindOf(root, file)!.Create(arrays, features);
        }
        catch (InputException failure)
        {
            throw failure.At(file);
        }
    }

    /// <summary>The kind that makes the model, as the file tells.</summary>
    protected virtual ComponentKind? KindOf(JsonElement root, string file) => kind;
}
