using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration;

/// <summary>A mistake in the configuration, told in one sentence that says where it is and what to do.</summary>
public sealed class ConfigException : ReverieException
{
    public ConfigException(string message)
        : base(message)
    {
    }

    public ConfigException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal ConfigException(ConfigOrigin origin, string message)
        : base($"{origin}: {message}")
    {
    }
}
