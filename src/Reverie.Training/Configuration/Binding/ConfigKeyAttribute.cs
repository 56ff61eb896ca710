namespace Reverie.Training.Configuration.Binding;

/// <summary>Names the key of an option whose key is not the snake_case form of the property's name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfigKeyAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
