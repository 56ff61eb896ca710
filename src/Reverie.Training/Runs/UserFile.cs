using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;

namespace Reverie.Training.Runs;

/// <summary>The border at which files that a user named are opened: what is wrong with one is said with the option that named it.</summary>
public static class UserFile
{
    /// <summary>Refuses a path at which no file can be read.</summary>
    /// <param name="key">The option that named it, such as <c>tokenizer.lpips_weights</c> or <c>--input</c>.</param>
    /// <param name="path">What it says.</param>
    /// <exception cref="ConfigException">It is missing, a folder, or something that is read without end.</exception>
    public static void Require(string key, string path)
    {
        if (OrdinaryFile.Obstacle(path) is { } obstacle)
            throw new ConfigException($"{key}: '{path}' {obstacle}; give the path of a file.");
    }

    /// <summary>Reads a file that a user named.</summary>
    /// <inheritdoc cref="Require"/>
    /// <param name="key">The option that named it.</param>
    /// <param name="path">What it says.</param>
    /// <param name="read">Reads it.</param>
    public static T Read<T>(string key, string path, Func<string, T> read)
    {
        Require(key, path);
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{key}: {e.Message}", e);
        }
    }
}
