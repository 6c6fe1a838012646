from django.db import migrations, models

REGIMES = [
    ("uk_gdpr_art6", "Lawful basis (UK GDPR Article 6)"),
    ("recognised_legitimate_interest", "Recognised legitimate interests (UK GDPR Annex 1)"),
    ("uk_gdpr_annex2_compatibility", "Compatible re-use (UK GDPR Annex 2)"),
    ("uk_gdpr_art9", "Special category data (UK GDPR Article 9)"),
    ("dpa2018_sch1_pt1", "Conditions for special category data (DPA 2018 Schedule 1 Part 1)"),
    ("dpa2018_sch1_pt2", "Substantial public interest (DPA 2018 Schedule 1 Part 2)"),
    ("uk_gdpr_art10", "Criminal offence data (UK GDPR Article 10)"),
    ("dpa2018_sch1_pt3", "Conditions for criminal offence data (DPA 2018 Schedule 1 Part 3)"),
    ("law_enforcement", "Law enforcement processing (DPA 2018 Part 3)"),
    ("dpa2018_part3_s35", "Lawfulness for law enforcement (DPA 2018 section 35)"),
    ("dpa2018_sch8", "Sensitive processing for law enforcement (DPA 2018 Schedule 8)"),
    ("sensitive_processing_type", "Kinds of sensitive processing (DPA 2018 section 35)"),
    ("competent_authority", "Competent authorities (DPA 2018 Schedule 7)"),
    ("statutory_gateway", "Powers and duties to share"),
    ("svd_specified_authority", "Serious Violence Duty: specified authorities"),
    ("svd_relevant_authority", "Serious Violence Duty: relevant authorities"),
    ("confidentiality_override", "Duty of confidence"),
    ("transfer_mechanism", "Transfers outside the UK"),
    ("uk_gdpr_right", "Rights of individuals"),
    ("party_role", "Roles of parties"),
    ("data_category", "Categories of data"),
    ("personal_data_type", "Kinds of personal data"),
    ("special_category_type", "Kinds of special category data"),
    ("data_subject_type", "Kinds of people"),
    ("dpa1998_sch2", "Earlier law: conditions for any personal data (DPA 1998 Schedule 2)"),
    ("dpa1998_sch3", "Earlier law: conditions for sensitive personal data (DPA 1998 Schedule 3)"),
]


class Migration(migrations.Migration):
    """The Data Protection Act 1998 joins the regimes: old agreements say by code what they relied on."""

    dependencies = [("lawfulbasis", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name=model, name="regime", field=models.CharField(choices=REGIMES, max_length=40)
        )
        for model in ("entry", "historicalentry")
    ]
