namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>Names and their values; a loop has a scope of its own, as in Jinja.</summary>
/// <param name="outer">Where names are looked up that this scope lacks.</param>
internal sealed class TemplateScope(TemplateScope? outer = null)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    internal object? this[string name]
    {
        get => _values.TryGetValue(name, out object? value) ? value : outer is null ? TemplateValues.Undefined : outer[name];
        set => _values[name] = value;
    }
}
