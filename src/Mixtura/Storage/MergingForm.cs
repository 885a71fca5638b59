using System.Text.Json;
using Mixtura.Data;
using Mixtura.Selection;

namespace Mixtura.Storage;

/// <summary>How components were merged into clusters, in a file: the entropies with one cluster, two, … K, and step by step the components of the cluster that was made.</summary>
internal static class MergingForm
{
    /// <summary>Writes it.</summary>
    public static void Write(ComponentMerging merging, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("suggestedClusters", merging.SuggestedClusters);
        ModelText.Write(writer, "entropies", [.. merging.Entropies], [merging.Components]);
        writer.WriteStartArray("merged");
        foreach (var step in merging.Steps)
        {
            writer.WriteStartArray();
            foreach (int component in step)
            {
                writer.WriteNumberValue(component);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">It is not that of so many components.</exception>
    public static ComponentMerging Read(MergingDocument document, int components, string name)
    {
        if (document is not { Entropies: { } entropies, Merged: { } merged } || entropies.Length != components || Array.Exists(merged, static step => step is null))
        {
            throw DocumentForm.NoModel($"{name}: the field 'fit.merging' has no 'entropies' of {Counted.Of(components, "component")}, or no 'merged'.");
        }

        try
        {
            return ComponentMerging.From(entropies, merged);
        }
        catch (InputException failure)
        {
            throw failure.At($"{name}: the field 'fit.merging'");
        }
    }
}
