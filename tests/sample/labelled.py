"""Where posts of the company must go, read one by one with eyes: (rule, role, ids of the posts)."""

BELONGS: tuple[tuple[str, str, str], ...] = (
    # Somebody was hurt, found something in a drink, or asks whether it is safe; whoever says so in mail included.
    ("rule_harm", "pr", "h201 h206 h217 h229 h231 h234 h241 h303 h325 h088 s301 e208 e302 p009 p010"),
    # Those who write for others, of the incident or not; labour is the subject of an interview, not a dispute.
    ("rule_press", "pr", "e038 e205 s044 h068 h307 j301"),
    ("rule_law", "legal", "h089 h230 h407"),
    # What a child may drink is asked before anything happens: support answers, at once.
    ("rule_allergy", "support", "e011 e023 e028 h027 h402 j008 s030 s308"),
    ("rule_complaints", "support", "e052 e053 e301 h012 h028 h041 h072 h097 h406 s021 s040 j202"),
    ("rule_mail", "support", "e019 h024 h318"),
    ("rule_partners", "marketing", "e009 e067 e308 h008 h018 h030 h063 h074 h083 h411 s012 s023 s035 j007 j013"),
    ("rule_praise", "social", "e046 h007 h082 j012 s007"),
    # An admirer of the wire grid would like to film it: no harm, a day before there is any.
    ("rule_rest", "social", "e071 e006 h058 h093 s029"),
    ("rule_talk", "pr", "e201 e206 e304 h209 h224 s201 p001 j201"),
    ("rule_rival", "marketing", "e049 e055 h035 h086 s050"),
    ("rule_others", "social", "e002 e034 e035 h001 s024 s027 j001"),
)
