using System.ComponentModel.DataAnnotations;

namespace Reverie.WorldModels;

/// <summary>Holds the record that a network is built from to its validation attributes and rules, as the configuration does when it is loaded.</summary>
public static class SizeRules
{
    /// <summary>Most layers of one kind. No network has nearly as many; what has more is a mistake that fills the machine.</summary>
    public const int MostLayers = 1 << 10;

    /// <summary>Most units or channels side by side.</summary>
    public const int Widest = 1 << 16;

    /// <summary>Most pixels per side of a frame.</summary>
    public const int LargestFrame = 1 << 10;

    /// <summary>Refuses sizes that cannot be built.</summary>
    /// <exception cref="ArgumentException">The first rule that is broken, in one sentence.</exception>
    public static void Require(object options)
    {
        var broken = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), broken, validateAllProperties: true))
            return;
        string[] members = [.. broken[0].MemberNames];
        // A rule that spans several options names them as {0}, {1}, ..., since only the configuration knows their whole keys.
        throw new ArgumentException(members.Index().Aggregate(broken[0].ErrorMessage!, (text, member) => text.Replace($"{{{member.Index}}}", member.Item)));
    }
}
