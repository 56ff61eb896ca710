using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>Texts of some length.</summary>
public sealed class Text : Space<string>
{
    private readonly int _minLength, _maxLength;
    private readonly string _characters;

    /// <param name="maxLength">The greatest length.</param>
    /// <param name="minLength">The least length.</param>
    /// <param name="characters">What samples are made of; members may hold other characters, too.</param>
    /// <exception cref="ArgumentException">The least length is above the greatest, or there is nothing to make a text of.</exception>
    public Text(int maxLength, int minLength = 0, string characters = "abcdefghijklmnopqrstuvwxyz ")
    {
        if (minLength < 0 || minLength > maxLength || (characters.Length == 0 && maxLength > 0))
            throw new ArgumentException($"Texts of {minLength} to {maxLength} characters out of '{characters}' are none: give lengths from 0 on, and characters.");
        (_minLength, _maxLength, _characters) = (minLength, maxLength, characters);
    }

    public override bool Contains(string value) => value.Length >= _minLength && value.Length <= _maxLength;

    public override string Sample(Pcg64 random) => string.Create(
        random.Integers(_minLength, _maxLength + 1), (_characters, random),
        static (text, source) =>
        {
            foreach (ref char letter in text)
                letter = source._characters[source.random.Integers(0, source._characters.Length)];
        });

    public override string ToString() => $"Text({_minLength}, {_maxLength})";
}
